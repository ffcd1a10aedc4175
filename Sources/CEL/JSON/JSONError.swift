/// The reason why a text was not accepted as JSON, and the place.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One of `bad-json`, `bad-utf8`, `duplicate-key`, `too-deep` and `too-large`.
  public let code: String
  /// A sentence for people, without the code and the place.
  public let message: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, in UTF-8 bytes.
  public let column: Int

  /// The code, the place and the message.
  public var description: String { "\(code) at \(line):\(column): \(message)" }
}

/// The limits on JSON that is parsed.
public struct JSONLimits: Hashable, Sendable {
  /// The greatest nesting of arrays and objects.
  public var depth: Int
  /// The greatest length of the text in UTF-8 bytes.
  public var bytes: Int

  /// - Parameter bytes: 4 MiB by default.
  public init(depth: Int = 64, bytes: Int = 4 << 20) {
    (self.depth, self.bytes) = (depth, bytes)
  }

  /// A depth of 64 and a length of 4 MiB.
  public static let `default` = JSONLimits()
}
