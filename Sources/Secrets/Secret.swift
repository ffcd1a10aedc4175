/// A credential. Printed, dumped or mirrored it shows only its length, so that it reaches no log, no history and no error message.
public struct Secret: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible,
  CustomDebugStringConvertible,
  CustomReflectable
{
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }
  public init(stringLiteral text: String) { self.init(text) }

  /// The bytes as text; nil if they are not UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The text to send to whom it is for. Bytes that are not UTF-8 are replaced, so that the receiver refuses it.
  public func reveal() -> String { String(decoding: bytes, as: UTF8.self) }

  public var description: String { "(secret of \(bytes.count) bytes)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
