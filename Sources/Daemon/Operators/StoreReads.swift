import Control
import Storage

/// Reads of the store whose errors are shown to the operator.
struct StoreReads: Sendable {
  /// The number of items of a page if the request gives none.
  static let pageSize = 100

  let readers: ReaderPool

  func query<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(ControlFailure) -> T {
    do throws(StoreError) {
      return try await readers.query(body)
    } catch {
      throw ControlFailure(status: 503, code: error.kind.rawValue, message: error.message)
    }
  }

  static func notFound(_ subject: String, hint: String) -> ControlFailure {
    ControlFailure(status: 404, code: "not_found", message: "there is no \(subject)", hint: hint)
  }

  static func noBooking(_ reference: ShortText) -> ControlFailure {
    notFound("'\(reference.string)'", hint: "'magnetiqctl bookings list' lists them")
  }

  /// The position at which the page after `text` begins; nil for the first page.
  static func place(_ text: ShortText?) throws(ControlFailure) -> Int64? {
    guard let text else { return nil }
    guard let place = Int64(text.string) else {
      throw ControlFailure(
        status: 400, code: "wrong_type", message: "after is no page's next: '\(text.string.prefix(40))'",
        hint: "it is the next of the page before")
    }
    return place
  }
}

extension PageSize? {
  var items: Int { self.map { Int($0.number) } ?? StoreReads.pageSize }
}
