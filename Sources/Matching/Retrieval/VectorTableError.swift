/// A reason why a vectors file is refused, with the place in it.
public struct VectorTableError: Error, Hashable, Sendable, CustomStringConvertible {
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

  public let code: Code
  /// The offset of the first byte that is wrong, from 0.
  public let byte: Int
  public let message: String

  public var description: String { "byte \(byte): \(message)" }
}
