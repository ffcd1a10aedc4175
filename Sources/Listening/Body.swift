import HTTPTypes
public import HummingbirdCore
public import NIOCore

/// A request's body within its limit.
public enum Body: Sendable {
  /// The whole body.
  case complete([UInt8])
  /// The body is longer than the limit. A declared length is checked before anything is read.
  case tooLarge
  /// The connection ended before the body did, or the body came too slowly.
  case truncated
}

/// The body of a request that is still with its sender. Nothing of it is asked for before `read` is called, so that a
/// sender without the right to send is refused by the head alone.
public struct UnreadBody: Sendable {
  private let request: Request
  private let channel: any Channel
  /// The most bytes that are taken.
  public let limit: Int

  /// Creates the body of a request on a connection. `limit` is in bytes.
  public init(_ request: Request, on channel: any Channel, limit: Int) {
    self.request = request
    self.channel = channel
    self.limit = limit
  }

  /// Reads the body and keeps at most `limit` bytes. It may be called once. The time within which the body has to come
  /// in begins with the call.
  public func read() async -> Body {
    let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard declared <= limit else { return .tooLarge }
    channel.triggerUserOutboundEvent(ConnectionGuard.BodyWanted(), promise: nil)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(declared)
    do {
      for try await buffer in request.body {
        guard bytes.count + buffer.readableBytes <= limit else { return .tooLarge }
        bytes.append(contentsOf: buffer.readableBytesView)
      }
    } catch {
      return .truncated
    }
    return bytes.count < declared ? .truncated : .complete(bytes)
  }
}
