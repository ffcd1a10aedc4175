/// Parses the notation's bytes by recursive descent.
struct TypeNotation {
  private static let deepest = 64
  private static let named: [String: CELType] = [
    "null": .null, "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "timestamp": .timestamp, "duration": .duration, "type": .type, "dyn": .dyn, "any": .dyn, "list": .list(.dyn),
    "map": .map(.string, .dyn),
  ]

  private let bytes: [UInt8]
  /// Types that are known by a name of their own.
  private let types: [String: CELType]
  private var position = 0
  private var depth = 0

  init(_ text: String, types: [String: CELType] = [:]) {
    bytes = Array(text.utf8)
    self.types = types
  }

  mutating func whole() throws(CELIssues) -> CELType {
    let type = try union()
    guard position == bytes.count else { throw unexpected("'|' or the end") }
    return type
  }

  private mutating func union() throws(CELIssues) -> CELType {
    guard depth < Self.deepest else {
      throw issue("a type has at most \(Self.deepest) levels", position, code: "limit")
    }
    depth += 1
    defer { depth -= 1 }
    var words: [(word: String, start: Int)] = []
    var whole: CELType?
    var isNullable = false
    repeat {
      skipSpace()
      let start = position
      guard let word = try word() else {
        guard whole == nil, words.isEmpty else { throw standsAlone(start) }
        whole = try bracketed()
        continue
      }
      if word == "null" {
        isNullable = true
      } else if take("(") {
        guard whole == nil, words.isEmpty else { throw standsAlone(start) }
        whole = try parameterised(word, start)
      } else {
        guard whole == nil else { throw standsAlone(start) }
        words.append((word, start))
      }
    } while take("|")
    let type: CELType
    switch (whole, words.first) {
    case (let found?, _): type = found
    case (nil, nil): return .null
    case (nil, let only?) where words.count == 1: type = try named(only.word, only.start)
    default:
      if let known = words.first(where: { Self.named[$0.word] != nil || types[$0.word] != nil }) {
        throw issue("'\(known.word)' is a type, the others are words of a domain", known.start)
      }
      type = .enumeration(words.map(\.word))
    }
    return isNullable && type != .dyn ? .nullable(type.withoutNull) : type
  }

  private func standsAlone(_ start: Int) -> CELIssues { issue("a list or a map stands alone, or beside null", start) }

  private mutating func parameterised(_ name: String, _ start: Int) throws(CELIssues) -> CELType {
    var parameters = [try union()]
    while take(",") { parameters.append(try union()) }
    try expect(")")
    switch (name, parameters.count) {
    case ("list", 1): return .list(parameters[0])
    case ("map", 2): return .map(parameters[0], parameters[1])
    case ("optional", 1): return .optional(parameters[0])
    case ("list", _), ("map", _), ("optional", _):
      throw issue("\(name) does not take \(parameters.count) types", start)
    default: return .abstract(name, parameters)
    }
  }

  private mutating func named(_ name: String, _ start: Int) throws(CELIssues) -> CELType {
    if let type = Self.named[name] ?? types[name] { return type }
    // A quoted whole type, as JSON has it.
    if name.utf8.contains(where: { "|[{(".utf8.contains($0) }) {
      do { return try CELType(notation: name, types: types) } catch {
        throw CELIssues(
          error.issues.map {
            CELIssue(
              code: $0.code, message: $0.message, offset: start + 1 + $0.offset, length: $0.length, hint: $0.hint)
          })
      }
    }
    throw issue(
      "'\(name)' is not a type", start,
      hint: NearestName.find(name, among: (Array(Self.named.keys) + types.keys).sorted()).map {
        "did you mean '\($0)'?"
      }
        ?? "write string, int, bool, double, timestamp, duration, dyn, a|b|c, T|null, [T] or {name: T}")
  }

  private mutating func bracketed() throws(CELIssues) -> CELType {
    if take("[") {
      let element = try union()
      try expect("]")
      return .list(element)
    }
    guard take("{") else { throw unexpected("a type") }
    var fields: [CELType.Field] = []
    while !take("}") {
      skipSpace()
      let start = position
      guard let name = try word() else { throw unexpected("a field's name or '}'") }
      guard !fields.contains(where: { CodePoints.equal($0.name, name) }) else {
        throw issue("the field '\(name)' is there twice", start)
      }
      try expect(":")
      fields.append(CELType.Field(name, try union()))
      guard take(",") else {
        try expect("}")
        break
      }
    }
    return .object(fields)
  }

  // MARK: words and signs

  /// Reads a plain or quoted word; nil if there is none.
  private mutating func word() throws(CELIssues) -> String? {
    let start = position
    if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let end = bytes[(start + 1)...].firstIndex(of: quote) else { throw issue("the text does not end", start) }
      position = end + 1
      return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }
    while let byte = peek,
      byte > 0x7F || Lexer.isNameStart(byte) || Lexer.isDigit(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
    { position += 1 }
    return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, [9, 10, 13, 32].contains(byte) { position += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = peek, UInt32(byte) == sign.value else { return false }
    position += 1
    skipSpace()
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar) throws(CELIssues) {
    guard take(sign) else { throw unexpected("'\(sign)'") }
  }

  private func unexpected(_ expected: String) -> CELIssues {
    let rest = String(decoding: bytes[position...].prefix(1), as: UTF8.self)
    return issue("expected \(expected), found \(rest.isEmpty ? "the end" : "'\(rest)'")", position)
  }

  private func issue(_ message: String, _ start: Int, code: String = "bad-type", hint: String? = nil) -> CELIssues {
    CELIssues([
      CELIssue(code: code, message: message, offset: start, length: max(1, position - start), hint: hint)
    ])
  }
}
