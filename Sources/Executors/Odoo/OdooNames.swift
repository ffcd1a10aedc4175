import CEL
import Execution
import Synchronization

/// The ids of records that the CRM's people keep and that we know by a name. Each is looked up once.
final class OdooNames: Sendable {
  /// The records of one model, by the field that we know them by.
  enum Kind: String {
    case stage, owner, source, medium, campaign

    var model: String {
      switch self {
      case .stage: "crm.stage"
      case .owner: "res.users"
      case .source: "utm.source"
      case .medium: "utm.medium"
      case .campaign: "utm.campaign"
      }
    }

    var field: String { self == .owner ? "login" : "name" }

    /// The cure for a name that the CRM does not know; nil if the record may be made.
    var cure: String? {
      switch self {
      case .stage: "create it, or map our name to one of its own in executors.odoo.stages"
      case .owner: "name a user's login, or let the CRM's administrator add the user"
      case .source, .medium, .campaign: nil
      }
    }
  }

  private struct Key: Hashable {
    let kind: Kind
    let name: String
  }

  /// More names than these are looked up again.
  private static let most = 10_000
  private let known = Mutex<[Key: Int64]>([:])

  /// Returns the id of a record.
  ///
  /// - Parameter call: calls a method of the record's model.
  func id(
    of name: String, _ kind: Kind, call: (_ method: String, _ parameters: Value) async throws(OdooClient.Stop) -> Value
  ) async throws(OdooClient.Stop) -> Int64 {
    let key = Key(kind: kind, name: name)
    if let id = known.withLock({ $0[key] }) { return id }
    let rows = try await call(
      "search_read", ["domain": [[.string(kind.field), "=", .string(name)]], "fields": ["id"], "limit": 1])
    var id = rows[0]?["id"]?.intValue
    if id == nil, kind.cure == nil {
      let external = "magnetiq.\(kind.rawValue)_\(OdooNote.token(name).filter { $0.isLetter || $0.isNumber })"
      let made = try await call(
        "load", ["fields": ["id", "name"], "data": [[.string(external), .string(name)]]])
      id = made["ids"]?[0]?.intValue
    }
    guard let id else {
      let cure = kind.cure ?? "make it there"
      throw OdooClient.Stop(
        outcome: .retry(
          StepError(
            code: "unknown_\(kind.rawValue)", message: "crm: the CRM has no \(kind.rawValue) '\(name)': \(cure)",
            isOurs: true), after: nil))
    }
    known.withLock { known in
      if known.count >= Self.most { known = [:] }
      known[key] = id
    }
    return id
  }

  /// Forgets all ids after a refusal, because a record may have been removed.
  func forget() { known.withLock { $0 = [:] } }
}
