/// Why a text is not JSON that we take, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `bad-json`, `bad-utf8`, `duplicate-key`, `too-deep` or `too-large`.
  public let code: String
  public let message: String
  /// From 1.
  public let line: Int
  /// From 1, in UTF-8 bytes.
  public let column: Int

  public var description: String { "\(code) at \(line):\(column): \(message)" }
}

/// How much JSON is taken in.
public struct JSONLimits: Hashable, Sendable {
  /// Lists and objects within each other.
  public var depth: Int
  /// UTF-8 bytes of the whole text.
  public var bytes: Int

  public init(depth: Int = 64, bytes: Int = 4 << 20) {
    (self.depth, self.bytes) = (depth, bytes)
  }

  /// 64 deep, 4 MiB.
  public static let `default` = JSONLimits()
}
