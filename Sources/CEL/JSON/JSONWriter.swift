internal import CivilTime

/// Writes values as JSON bytes (RFC 8259).
struct JSONWriter: ~Copyable {
  let sorted: Bool
  let indented: Bool
  private var out = ByteWriter()
  private var level = 0

  init(sorted: Bool, indented: Bool) {
    self.sorted = sorted
    self.indented = indented
  }

  /// The bytes that were written.
  var bytes: [UInt8] { out.bytes }

  mutating func write(byte: UInt8) { out.append(byte) }

  /// Writes the text of an instant, which needs no escape.
  mutating func write(_ instant: Instant) {
    out.append(UInt8(ascii: "\""))
    text(instant.description)
    out.append(UInt8(ascii: "\""))
  }

  mutating func write(_ value: Value) {
    switch value {
    case .null: plain("null")
    case .bool(true): plain("true")
    case .bool(false): plain("false")
    case .int(let number): write(number)
    case .uint(let number):
      if number <= UInt64(Int64.max) { write(Int64(number)) } else { write(String(number)) }
    case .double(let number):
      if number.isFinite { text(number.description) } else { write(ValueText.number(number)) }
    case .string(let text): write(text)
    case .timestamp(let instant): write(instant)
    case .duration, .bytes, .type: write(ValueText.display(value))
    case .optional(let inner): write(inner ?? .null)
    case .list(let elements):
      open(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        separate(index)
        write(element)
      }
      close(UInt8(ascii: "]"), empty: elements.isEmpty)
    case .map(let map): write(map)
    }
  }

  private mutating func write(_ map: ValueMap) {
    open(UInt8(ascii: "{"))
    if sorted {
      let entries = map.entries.map { (key: ValueText.display($0.key), value: $0.value) }
      for (index, entry) in entries.sorted(by: { CodePoints.less($0.key, $1.key) }).enumerated() {
        write(entry.key, entry.value, index)
      }
    } else {
      var index = 0
      for (key, value) in map.entries {
        if case .string(let text) = key {
          write(text, value, index)
        } else {
          write(ValueText.display(key), value, index)
        }
        index += 1
      }
    }
    close(UInt8(ascii: "}"), empty: map.isEmpty)
  }

  private mutating func write(_ key: String, _ value: Value, _ index: Int) {
    separate(index)
    write(key)
    out.append(UInt8(ascii: ":"))
    if indented { out.append(32) }
    write(value)
  }

  mutating func plain(_ text: StaticString) {
    out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { out.append(contentsOf: $0) }
  }

  mutating func write(_ number: Int64) {
    if number < 0 { out.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let first = out.count
    repeat {
      out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    out.reverse(from: first)
  }

  private mutating func open(_ bracket: UInt8) {
    out.append(bracket)
    level += 1
  }

  private mutating func separate(_ index: Int) {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    if indented { newLine() }
  }

  private mutating func close(_ bracket: UInt8, empty: Bool) {
    level -= 1
    if indented, !empty { newLine() }
    out.append(bracket)
  }

  private mutating func newLine() {
    out.append(10)
    for _ in 0..<level * 2 { out.append(32) }
  }

  private static let digits = Array("0123456789abcdef".utf8)

  mutating func write(_ text: String) {
    out.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      // Most texts need no escape and are copied at once.
      guard bytes.contains(where: Self.needsEscape) else { return out.append(contentsOf: bytes) }
      var run = 0
      for place in bytes.indices where Self.needsEscape(bytes[place]) {
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<place]))
        escape(bytes[place])
        run = place + 1
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run...]))
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 127
  }

  private mutating func escape(_ byte: UInt8) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
    case 10: out.append(UInt8(ascii: "n"))
    case 13: out.append(UInt8(ascii: "r"))
    case 9: out.append(UInt8(ascii: "t"))
    default:
      plain("u00")
      out.append(Self.digits[Int(byte >> 4)])
      out.append(Self.digits[Int(byte & 15)])
    }
  }
}
