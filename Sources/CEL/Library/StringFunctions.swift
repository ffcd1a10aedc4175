/// The standard string functions and cel-go's `strings` extension. Indices count code points.
enum StringFunctions {
  static func add(to table: inout FunctionTable) {
    table.add(
      "size", ".size",
      signatures: [
        ([.string], .int), ([.bytes], .int), ([.list(.parameter("T"))], .int),
        ([.map(.parameter("K"), .parameter("V"))], .int),
      ],
      .unary(size))
    let test: [([CELType], CELType)] = [([.string, .string], .bool)]
    table.add(".contains", signatures: test, .binary(contains))
    table.add(".startsWith", signatures: test, .binary(startsWith))
    table.add(".endsWith", signatures: test, .binary(endsWith))
    let change: [([CELType], CELType)] = [([.string], .string)]
    table.add(".lowerAscii", signatures: change, .unary { v throws(EvaluationError) in try ascii(v, upper: false) })
    table.add(".upperAscii", signatures: change, .unary { v throws(EvaluationError) in try ascii(v, upper: true) })
    table.add(".trim", signatures: change, .unary(trim))
    table.add("strings.quote", signatures: change, .metered(quote))
    table.add(".charAt", signatures: [([.string, .int], .string)], .binary(charAt))
    let find: [([CELType], CELType)] = [([.string, .string], .int), ([.string, .string, .int], .int)]
    table.add(".indexOf", signatures: find, .many { v throws(EvaluationError) in try indexOf(v) })
    table.add(".lastIndexOf", signatures: find, .many { v throws(EvaluationError) in try lastIndexOf(v) })
    table.add(
      ".substring", signatures: [([.string, .int], .string), ([.string, .int, .int], .string)], .many(substring))
    table.add(
      ".replace", signatures: [([.string, .string, .string], .string), ([.string, .string, .string, .int], .string)],
      .metered(replace))
    table.add(
      ".split", signatures: [([.string, .string], .list(.string)), ([.string, .string, .int], .list(.string))],
      .metered(split))
    table.add(
      ".join", signatures: [([.list(.string)], .string), ([.list(.string), .string], .string)], .metered(join))
    table.add(".format", signatures: [([.string, .list(.parameter("T"))], .string)], .metered(StringFormat.format))
  }

  static func size(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .string(let text): .int(Int64(CodePoints.count(text)))
    case .bytes(let bytes): .int(Int64(bytes.count))
    case .list(let list): .int(Int64(list.count))
    case .map(let map): .int(Int64(map.count))
    default: throw .noOverload("size()", value)
    }
  }

  private static func texts(_ name: String, _ a: Value, _ b: Value) throws(EvaluationError) -> ([UInt8], [UInt8]) {
    guard case .string(let x) = a, case .string(let y) = b else { throw .noOverload(name, a, b) }
    return (Array(x.utf8), Array(y.utf8))
  }

  static func contains(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    let (text, part) = try texts("contains", a, b)
    return .bool(TextSearch(part).first(in: text) != nil)
  }

  static func startsWith(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    let (text, part) = try texts("startsWith", a, b)
    return .bool(text.starts(with: part))
  }

  static func endsWith(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    let (text, part) = try texts("endsWith", a, b)
    return .bool(text.count >= part.count && text.suffix(part.count).elementsEqual(part))
  }

  static func ascii(_ value: Value, upper: Bool) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload(upper ? "upperAscii" : "lowerAscii", value) }
    let first: UInt8 = upper ? 97 : 65
    let bytes = text.utf8.map { (first..<first + 26).contains($0) ? $0 ^ 0x20 : $0 }
    return .string(String(decoding: bytes, as: UTF8.self))
  }

  static func trim(_ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload("trim", value) }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return .string("") }
    return .string(string(scalars[first...last]))
  }

  static func quote(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0] else { throw .noOverload("strings.quote", values) }
    let escapes: [UInt8: UInt8] = [
      7: UInt8(ascii: "a"), 8: UInt8(ascii: "b"), 12: UInt8(ascii: "f"), 10: UInt8(ascii: "n"), 13: UInt8(ascii: "r"),
      9: UInt8(ascii: "t"), 11: UInt8(ascii: "v"), 92: 92, 34: 34,
    ]
    let size = text.utf8.reduce(2) { $0 + (escapes[$1] == nil ? 1 : 2) }
    var out = TextBuilder()
    try out.reserve(size, &frame)
    var bytes: [UInt8] = [34]
    bytes.reserveCapacity(size)
    for byte in text.utf8 {
      if let letter = escapes[byte] { bytes += [92, letter] } else { bytes.append(byte) }
    }
    return .string(String(decoding: bytes + [34], as: UTF8.self))
  }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
