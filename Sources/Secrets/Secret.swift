/// A credential. Printing, dumping or mirroring it shows only its length, so that it reaches no log, history or error
/// message.
public struct Secret: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible,
  CustomDebugStringConvertible,
  CustomReflectable
{
  /// The secret itself; it must not be logged.
  public let bytes: [UInt8]

  /// Any bytes are accepted, also none.
  public init(bytes: [UInt8]) { self.bytes = bytes }
  /// The bytes are the text's UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }
  /// Meant for tests. A literal in the source is not secret.
  public init(stringLiteral text: String) { self.init(text) }

  /// The bytes as text; nil if they are not UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// Returns the text to send to the receiver. Bytes that are not UTF-8 are replaced, so that the receiver refuses it.
  public func reveal() -> String { String(decoding: bytes, as: UTF8.self) }

  /// The length only: `(secret of 12 bytes)`.
  public var description: String { "(secret of \(bytes.count) bytes)" }
  /// The same as `description`.
  public var debugDescription: String { description }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
