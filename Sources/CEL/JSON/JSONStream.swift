public import CivilTime

/// Writes one JSON value piece by piece, for those who would otherwise build a value only to write it.
///
/// Commas are written by itself; a key is followed by one value. Values that are given whole are written as by `JSON`.
public struct JSONStream: ~Copyable {
  private var writer: JSONWriter
  /// True if nothing precedes the next piece within its list, its object or its key.
  private var isFirst = true

  /// - Parameter isCanonical: true if the objects of values that are given whole are written with sorted keys. The caller
  ///   sorts the keys that it writes itself.
  public init(isCanonical: Bool = false) { writer = JSONWriter(sorted: isCanonical, indented: false) }

  /// The bytes that were written.
  public var bytes: [UInt8] { writer.bytes }

  private mutating func separate() {
    if !isFirst { writer.write(byte: UInt8(ascii: ",")) }
    isFirst = false
  }

  /// Writes an object whose keys and values `body` writes.
  public mutating func object(_ body: (inout JSONStream) -> Void) {
    enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  /// Writes a list whose elements `body` writes.
  public mutating func list(_ body: (inout JSONStream) -> Void) {
    enclose(UInt8(ascii: "["), UInt8(ascii: "]"), body)
  }

  private mutating func enclose(_ open: UInt8, _ close: UInt8, _ body: (inout JSONStream) -> Void) {
    separate()
    writer.write(byte: open)
    isFirst = true
    body(&self)
    writer.write(byte: close)
    isFirst = false
  }

  /// Writes a key of an object. Its value is the next piece.
  public mutating func key(_ name: String) {
    separate()
    writer.write(name)
    writer.write(byte: UInt8(ascii: ":"))
    isFirst = true
  }

  /// Writes a value.
  public mutating func value(_ value: Value) {
    separate()
    writer.write(value)
  }

  /// Writes a text.
  public mutating func value(_ text: String) {
    separate()
    writer.write(text)
  }

  /// Writes a whole number.
  public mutating func value(_ number: Int64) {
    separate()
    writer.write(number)
  }

  /// Writes a bool.
  public mutating func value(_ flag: Bool) {
    separate()
    writer.plain(flag ? "true" : "false")
  }

  /// Writes an instant as RFC 3339 text, or null.
  public mutating func value(_ instant: Instant?) {
    separate()
    if let instant { writer.write(instant) } else { writer.plain("null") }
  }
}
