/// Writes values as JSON bytes.
struct JSONWriter {
  let sorted: Bool
  let indented: Bool
  private(set) var out: [UInt8] = []
  private var level = 0

  init(sorted: Bool, indented: Bool) {
    self.sorted = sorted
    self.indented = indented
  }

  mutating func write(_ value: Value) {
    switch value {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .int(let number): out += String(number).utf8
    case .uint(let number):
      if number <= UInt64(Int64.max) { out += String(number).utf8 } else { write(String(number)) }
    case .double(let number):
      if number.isFinite { out += number.description.utf8 } else { write(ValueText.number(number)) }
    case .string(let text): write(text)
    case .timestamp, .duration, .bytes, .type: write(ValueText.display(value))
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
    var entries = map.entries.map { (key: ValueText.display($0.key), value: $0.value) }
    if sorted { entries.sort { CodePoints.less($0.key, $1.key) } }
    open(UInt8(ascii: "{"))
    for (index, entry) in entries.enumerated() {
      separate(index)
      write(entry.key)
      out += (indented ? ": " : ":").utf8
      write(entry.value)
    }
    close(UInt8(ascii: "}"), empty: entries.isEmpty)
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
    out += [UInt8](repeating: 32, count: level * 2)
  }

  private mutating func write(_ text: String) {
    let digits = Array("0123456789abcdef".utf8)
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 10: out += "\\n".utf8
      case 13: out += "\\r".utf8
      case 9: out += "\\t".utf8
      case 0..<32, 127: out += "\\u00".utf8 + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
