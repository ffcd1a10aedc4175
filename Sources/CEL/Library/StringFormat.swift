import CivilTime

/// Evaluates `'%s: %.2f'.format([name, price])` with the clauses of cel-go's `strings` extension (cel-spec,
/// doc/extensions/strings.md).
struct StringFormat {
  private static let largestPrecision = 100
  /// The steps charged for the digits of a double. Computing them takes at most about 1,100 steps over 85 limbs.
  private static let stepsPerDouble = 32

  private var out = TextBuilder()

  static func format(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .string(let pattern) = values[0], case .list(let arguments) = values[1] else {
      throw .noOverload("format", values)
    }
    var format = StringFormat()
    try format.write(Array(pattern.utf8), arguments, &frame)
    return format.out.value
  }

  private mutating func write(
    _ pattern: [UInt8], _ arguments: [Value], _ frame: inout Frame
  ) throws(EvaluationError) {
    var used = 0
    var place = 0
    while let percent = pattern[place...].firstIndex(of: UInt8(ascii: "%")) {
      try out.append(pattern[place..<percent], &frame)
      place = percent + 1
      if place < pattern.count, pattern[place] == UInt8(ascii: "%") {
        try out.append([pattern[place]], &frame)
        place += 1
        continue
      }
      var precision = 6
      if place < pattern.count, pattern[place] == UInt8(ascii: ".") {
        let digits = pattern[(place + 1)...].prefix { (48...57).contains($0) }
        guard let given = Int(String(decoding: digits, as: UTF8.self)), given <= Self.largestPrecision else {
          throw EvaluationError("bad-format", "a precision has digits, at most \(Self.largestPrecision)")
        }
        precision = given
        place = digits.endIndex
      }
      guard place < pattern.count else { throw EvaluationError("bad-format", "the text ends after '%'") }
      guard "dfebosxX".utf8.contains(pattern[place]) else {
        throw EvaluationError(
          "bad-format",
          "there is no such clause after '%'; there are %s %d %f %e %b %o %x %X, and %% for a percent sign")
      }
      let clause = Character(Unicode.Scalar(pattern[place]))
      guard used < arguments.count else {
        throw EvaluationError("bad-format", "'%\(clause)' is clause \(used + 1), given are \(arguments.count) values")
      }
      try write(clause, arguments[used], precision, &frame)
      used += 1
      place += 1
    }
    try out.append(pattern[place...], &frame)
  }

  private mutating func write(
    _ clause: Character, _ value: Value, _ precision: Int, _ frame: inout Frame
  ) throws(EvaluationError) {
    switch (clause, value) {
    case ("s", _): try plain(value, &frame)
    case ("d", .int), ("d", .uint): try out.append(ValueText.display(value), &frame)
    case ("d", .double(let number)): try out.append(ValueText.positional(number), &frame)
    case ("f", .int), ("f", .uint), ("f", .double), ("e", .int), ("e", .uint), ("e", .double):
      try frame.charge(Self.stepsPerDouble)
      try out.append(Self.decimal(Self.number(value), clause, precision), &frame)
    case ("b", .bool(let flag)): try out.append(flag ? "1" : "0", &frame)
    case ("b", .int(let number)): try out.append(String(number, radix: 2), &frame)
    case ("b", .uint(let number)): try out.append(String(number, radix: 2), &frame)
    case ("o", .int(let number)): try out.append(String(number, radix: 8), &frame)
    case ("o", .uint(let number)): try out.append(String(number, radix: 8), &frame)
    case ("x", .int(let number)), ("X", .int(let number)):
      try out.append(String(number, radix: 16, uppercase: clause == "X"), &frame)
    case ("x", .uint(let number)), ("X", .uint(let number)):
      try out.append(String(number, radix: 16, uppercase: clause == "X"), &frame)
    case ("x", .string(let text)), ("X", .string(let text)): try hexadecimal(text.utf8, clause == "X", &frame)
    case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): try hexadecimal(bytes, clause == "X", &frame)
    default: throw .noOverload("'%\(clause)'", value)
    }
  }

  private static func number(_ value: Value) -> Double {
    switch value {
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .double(let number): number
    default: .nan
    }
  }

  private static func decimal(_ number: Double, _ clause: Character, _ precision: Int) -> String {
    guard number.isFinite else { return ValueText.number(number) }
    let digits = DecimalExpansion(number)
    return (number.sign == .minus ? "-" : "")
      + (clause == "f" ? digits.fixed(precision) : digits.scientific(precision))
  }

  private mutating func hexadecimal(
    _ bytes: some Collection<UInt8>, _ upper: Bool, _ frame: inout Frame
  ) throws(EvaluationError) {
    let digits = Array((upper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    guard bytes.count <= Frame.largestText / 2 else { throw .tooLarge("a text", Frame.largestText) }
    try frame.charge(bytes.count / 32)
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    try out.append(text, &frame)
  }

  /// Formats `%s`: doubles without an exponent, seconds without needless zeros, lists and maps in brackets without
  /// quotes, maps sorted by the text of their keys. An optional value has no text.
  private mutating func plain(_ value: Value, _ frame: inout Frame) throws(EvaluationError) {
    switch value {
    case .string(let text): try out.append(text, &frame)
    case .bytes(let bytes): try utf8(bytes, &frame)
    case .list(let list):
      try out.append("[", &frame)
      for (index, element) in list.enumerated() {
        if index > 0 { try out.append(", ", &frame) }
        try plain(element, &frame)
      }
      try out.append("]", &frame)
    case .map(let map): try plain(map, &frame)
    case .double(let number): try out.append(ValueText.positional(number), &frame)
    case .timestamp(let instant): try out.append(Self.shortest(instant), &frame)
    case .optional: throw .noOverload("'%s'", value)
    default: try out.append(ValueText.display(value), &frame)
    }
  }

  /// Formats as RFC 3339 in UTC, with as many fractional digits as needed: 2027-03-01T10:00:00.5Z.
  private static func shortest(_ instant: Instant) -> String {
    var text = instant.description.dropLast()
    guard text.contains(".") else { return "\(text)Z" }
    while text.last == "0" { text.removeLast() }
    return "\(text)Z"
  }

  private mutating func plain(_ map: ValueMap, _ frame: inout Frame) throws(EvaluationError) {
    var entries: [(key: Value, value: Value)] = []
    for entry in map.entries {
      if case .string = entry.key {
        entries.append(entry)
      } else {
        entries.append((.string(ValueText.display(entry.key)), entry.value))
      }
    }
    let places = try ListFunctions.sorted(entries.enumerated().map { ($0.element.key, .int(Int64($0.offset))) }, &frame)
    try out.append("{", &frame)
    for (index, place) in places.enumerated() {
      guard case .int(let place) = place else { continue }
      if index > 0 { try out.append(", ", &frame) }
      try plain(entries[Int(place)].key, &frame)
      try out.append(": ", &frame)
      try plain(entries[Int(place)].value, &frame)
    }
    try out.append("}", &frame)
  }

  /// Decodes bytes as text. Each maximal run of invalid bytes becomes one U+FFFD.
  private mutating func utf8(_ bytes: [UInt8], _ frame: inout Frame) throws(EvaluationError) {
    try frame.charge(bytes.count / 16)
    var codes: [UInt32] = []
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var broken = false
    reading: while true {
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar):
        codes.append(scalar.value)
        broken = false
      case .error:
        if !broken { codes.append(0xFFFD) }
        broken = true
      case .emptyInput: break reading
      }
    }
    try out.append(codes: codes, &frame)
  }
}
