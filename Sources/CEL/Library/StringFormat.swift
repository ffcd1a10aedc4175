/// `'%s: %.2f'.format([name, price])`, the clauses of cel-go's `strings` extension.
enum StringFormat {
  private static let largestPrecision = 100

  static func format(_ format: Value, _ arguments: Value) throws(EvaluationError) -> Value {
    guard case .string(let pattern) = format, case .list(let values) = arguments else {
      throw .noOverload("format", format, arguments)
    }
    var out = ""
    var used = 0
    var rest = pattern.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        out.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        out += "%"
        continue
      }
      var precision = 6
      if rest.first == "." {
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        guard let given = Int(String(digits)), given <= largestPrecision else {
          throw EvaluationError("bad-format", "a precision has digits, at most \(largestPrecision)")
        }
        precision = given
      }
      guard let clause = rest.popFirst() else { throw EvaluationError("bad-format", "the text ends after '%'") }
      guard used < values.count else {
        throw EvaluationError("bad-format", "'%\(clause)' is clause \(used + 1), given are \(values.count) values")
      }
      out += try text(clause, values[used], precision)
      used += 1
      guard out.utf8.count <= Frame.largestText else { throw .tooLarge("a text", Frame.largestText) }
    }
    return .string(out)
  }

  private static func text(_ clause: Unicode.Scalar, _ value: Value, _ precision: Int) throws(EvaluationError) -> String
  {
    switch (clause, value) {
    case ("s", _): return plain(value)
    case ("d", .int), ("d", .uint), ("d", .double): return ValueText.display(value)
    case ("f", _), ("e", _):
      guard let number = number(value) else { break }
      guard number.isFinite else { return ValueText.number(number) }
      let digits = DecimalExpansion(number)
      return (number.sign == .minus ? "-" : "")
        + (clause == "f" ? digits.fixed(precision) : digits.scientific(precision))
    case ("b", .bool(let flag)): return flag ? "1" : "0"
    case ("b", .int(let number)): return String(number, radix: 2)
    case ("b", .uint(let number)): return String(number, radix: 2)
    case ("o", .int(let number)): return String(number, radix: 8)
    case ("o", .uint(let number)): return String(number, radix: 8)
    case ("x", .int(let number)), ("X", .int(let number)): return String(number, radix: 16, uppercase: clause == "X")
    case ("x", .uint(let number)), ("X", .uint(let number)): return String(number, radix: 16, uppercase: clause == "X")
    case ("x", .string(let text)), ("X", .string(let text)): return hexadecimal(Array(text.utf8), clause == "X")
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return hexadecimal(bytes, clause == "X")
    default: break
    }
    guard "dfebosxX".unicodeScalars.contains(clause) else {
      throw EvaluationError("bad-format", "there is no clause '%\(clause)'; there are %s %d %f %e %b %o %x %X")
    }
    throw .noOverload("'%\(clause)'", value)
  }

  private static func number(_ value: Value) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8], _ upper: Bool) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: upper) }.joined()
  }

  /// `%s`: lists and maps in brackets, without quotes; maps sorted by their keys' text.
  private static func plain(_ value: Value) -> String {
    switch value {
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .list(let list): "[" + list.map(plain).joined(separator: ", ") + "]"
    case .map(let map):
      "{"
        + map.entries.map { (key: plain($0.key), value: plain($0.value)) }.sorted { CodePoints.less($0.key, $1.key) }
        .map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    default: ValueText.display(value)
    }
  }
}
