/// A reason why a vectors file is refused, with the place in it.
public struct VectorTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The faults of a vectors file.
  public enum Code: String, Sendable {
    case notVectors = "not_vectors"
    case truncated
    case trailingBytes = "trailing_bytes"
    case shape
    case notUTF8 = "not_utf8"
    case duplicateToken = "duplicate_token"
    case unknownMerge = "unknown_merge"
    case notFinite = "not_finite"
  }

  /// The fault, for programs.
  public let code: Code
  /// The offset of the first byte that is wrong, from 0.
  public let byte: Int
  /// The fault in English, for people.
  public let message: String

  /// The place and the message, as `byte 8: message`.
  public var description: String { "byte \(byte): \(message)" }
}
