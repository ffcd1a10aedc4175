import HTTPTypes
public import HummingbirdCore
public import NIOCore

/// A request's body within its limit.
public enum Body: Sendable {
  case complete([UInt8])
  /// Longer than the limit. A declared length is judged before anything is read.
  case tooLarge
  /// The connection ended before the body did, or the body came too slowly.
  case truncated
}

/// The body of a request that is still with its sender. Nothing of it is asked for before `read` is called, so that whoever
/// may not send is told so by the head alone.
public struct UnreadBody: Sendable {
  private let request: Request
  private let channel: any Channel
  /// Most bytes that are taken.
  public let limit: Int

  public init(_ request: Request, on channel: any Channel, limit: Int) {
    self.request = request
    self.channel = channel
    self.limit = limit
  }

  /// Reads the body, to be done once; never keeps more than `limit` bytes. The sender's time runs from here.
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
