/// The base protocol of the Language Server Protocol 3.17: each message has a header with the length of its content.
public struct MessageFraming: Sendable {
  /// Bytes that are no message. The stream cannot be read any further.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    /// A sentence that describes the fault.
    public let description: String
  }

  /// The most bytes of a content, and of a header.
  private static let longest = 64 << 20
  private static let longestHeader = 4_096
  private static let separator = Array("\r\n\r\n".utf8)

  private var buffer: [UInt8] = []

  /// Creates the framing of an empty stream.
  public init() {}

  /// Adds bytes that have arrived.
  public mutating func append(_ bytes: some Sequence<UInt8>) { buffer += bytes }

  /// Returns the content of the next message; nil if it has not arrived as a whole.
  public mutating func next() throws(Fault) -> [UInt8]? {
    guard let end = buffer.firstRange(of: Self.separator) else {
      if buffer.count > Self.longestHeader { throw Fault(description: "a header without an end") }
      return nil
    }
    let length = try contentLength(String(decoding: buffer[..<end.lowerBound], as: UTF8.self))
    guard buffer.count - end.upperBound >= length else { return nil }
    let content = Array(buffer[end.upperBound..<end.upperBound + length])
    buffer.removeFirst(end.upperBound + length)
    return content
  }

  private func contentLength(_ header: String) throws(Fault) -> Int {
    for line in header.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      guard let length = Int(parts[1].filter { $0 != " " }), (0...Self.longest).contains(length) else {
        throw Fault(description: "Content-Length is no number from 0 to \(Self.longest): \(parts[1])")
      }
      return length
    }
    throw Fault(description: "a header without Content-Length")
  }

  /// Returns a content with its header.
  public static func frame(_ content: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
  }
}
