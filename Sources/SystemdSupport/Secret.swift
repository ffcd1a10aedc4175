/// Bytes that must not reach a log, a history or an error message: printing it in any way shows only its length.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The bytes as text; nil when they are not UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  public var description: String { "(secret of \(bytes.count) bytes)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
