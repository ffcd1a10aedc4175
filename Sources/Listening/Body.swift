import HTTPTypes
public import HummingbirdCore
import NIOCore

/// A request's body within its limit.
public enum Body: Sendable {
  case complete([UInt8])
  /// Longer than the limit. What came was read past up to `lingering` times the limit, so that a sender that
  /// writes before it reads gets to see the answer; the connection is to be closed.
  case tooLarge
  /// The connection ended before the body did.
  case truncated

  /// How many times the limit is read past.
  static let lingering = 4

  /// Reads past the body of a request that is refused, at most `limit` bytes of it. False when there is more: the connection is
  /// to be closed, for whoever writes without end would otherwise be read without end.
  public static func discard(_ request: Request, limit: Int) async -> Bool {
    var seen = 0
    do {
      for try await buffer in request.body {
        seen += buffer.readableBytes
        if seen > limit { return false }
      }
    } catch {
      return false
    }
    return true
  }

  /// Reads the body, to be done once; never keeps more than `limit` bytes.
  public static func read(_ request: Request, limit: Int) async -> Body {
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard declared <= limit * lingering else { return .tooLarge }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(declared, limit))
    var seen = 0
    do {
      for try await buffer in request.body {
        seen += buffer.readableBytes
        if seen > limit * lingering { return .tooLarge }
        if seen <= limit { bytes.append(contentsOf: buffer.readableBytesView) }
      }
    } catch {
      return .truncated
    }
    if seen < declared { return .truncated }
    return seen > limit ? .tooLarge : .complete(bytes)
  }
}
