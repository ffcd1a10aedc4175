/// Parses one JSON text. It is recursive; the limit on depth bounds the stack.
///
/// It reads memory that it does not own, and lives only within the closure that lends it.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: JSONLimits
  private var position = 0
  private var depth = 0

  init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(JSONError) -> Value {
    guard bytes.count <= limits.bytes else {
      throw failure("too-large", "\(bytes.count) bytes are more than the limit of \(limits.bytes)", at: 0)
    }
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw failure("bad-json", "something follows the value") }
    return value
  }

  private func failure(_ code: String, _ message: String, at place: Int? = nil) -> JSONError {
    let place = min(place ?? position, bytes.count)
    let before = bytes[..<place]
    let line = before.reduce(1) { $1 == 10 ? $0 + 1 : $0 }
    let column = place - (before.lastIndex(of: 10) ?? -1)
    return JSONError(code: code, message: message, line: line, column: column)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 32, 10, 13, 9: position += 1
      default: return
      }
    }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value() throws(JSONError) -> Value {
    skipSpace()
    guard let byte = next else { throw failure("bad-json", "a value is missing") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 48...57: return try number()
    default: throw failure("bad-json", "a value cannot begin like this")
    }
  }

  private mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
    guard bytes[position...].starts(with: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    else { throw failure("bad-json", "expected \(word)") }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func enter() throws(JSONError) {
    guard depth < limits.depth else { throw failure("too-deep", "more than \(limits.depth) levels") }
    depth += 1
    position += 1
    skipSpace()
  }

  /// Reads the separator after an element. Returns true if another element follows, false at the end.
  private mutating func another(_ close: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard let byte = next, byte == close || byte == UInt8(ascii: ",") else {
      throw failure("bad-json", "expected a comma or the end of the list or object")
    }
    position += 1
    skipSpace()
    return byte != close
  }

  private mutating func list() throws(JSONError) -> Value {
    try enter()
    defer { depth -= 1 }
    if next == UInt8(ascii: "]") {
      position += 1
      return .list([])
    }
    var elements: [Value] = []
    repeat { elements.append(try value()) } while try another(UInt8(ascii: "]"))
    return .list(elements)
  }

  private mutating func object() throws(JSONError) -> Value {
    try enter()
    defer { depth -= 1 }
    if next == UInt8(ascii: "}") {
      position += 1
      return .map(ValueMap())
    }
    var map = ValueMap(capacity: 4)
    repeat {
      let place = position
      guard next == UInt8(ascii: "\"") else { throw failure("bad-json", "expected a key in double quotes") }
      let key = try string()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw failure("bad-json", "expected a colon after the key") }
      position += 1
      guard map.insert(.string(key), try value()) else {
        throw failure("duplicate-key", "the key \"\(key)\" is there twice", at: place)
      }
    } while try another(UInt8(ascii: "}"))
    return .map(map)
  }

  private mutating func number() throws(JSONError) -> Value {
    let start = position
    func digits(_ from: inout Int) -> Int {
      let begin = from
      while from < bytes.count, (48...57).contains(bytes[from]) { from += 1 }
      return from - begin
    }
    var end = position
    if bytes[end] == UInt8(ascii: "-") { end += 1 }
    let leading = end
    let whole = digits(&end)
    guard whole > 0, whole == 1 || bytes[leading] != 48 else { throw failure("bad-json", "not a number") }
    var isWhole = true
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      isWhole = false
      end += 1
      guard digits(&end) > 0 else { throw failure("bad-json", "a digit must follow the point", at: end) }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      end += 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
      guard digits(&end) > 0 else { throw failure("bad-json", "a digit must follow the exponent", at: end) }
    }
    position = end
    if isWhole, whole <= 18 {
      var magnitude: Int64 = 0
      for digit in bytes[leading..<end] { magnitude = magnitude * 10 + Int64(digit - 48) }
      return .int(leading > start ? -magnitude : magnitude)
    }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    if isWhole, let number = Int64(text) { return .int(number) }
    guard let number = Double(text), number.isFinite else {
      throw failure("bad-json", "the number is too large for a double", at: start)
    }
    return .double(number)
  }
}

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    // Decoded escapes and the runs between them are appended in place, so that reading is linear in the text.
    var unescaped: [UInt8] = []
    var run = position
    // The bits that any byte of the text has.
    var bits: UInt8 = 0
    while let byte = next {
      bits |= byte
      switch byte {
      case UInt8(ascii: "\""):
        let tail = UnsafeBufferPointer(rebasing: bytes[run..<position])
        position += 1
        let text: String?
        if unescaped.isEmpty {
          text = bits < 128 ? String(decoding: tail, as: UTF8.self) : String(validating: tail, as: UTF8.self)
        } else {
          unescaped += tail
          text = String(validating: unescaped, as: UTF8.self)
        }
        guard let text else { throw failure("bad-utf8", "the string is not valid UTF-8", at: start) }
        return text
      case UInt8(ascii: "\\"):
        unescaped += bytes[run..<position]
        position += 1
        try escape(into: &unescaped)
        run = position
      case 0..<32: throw failure("bad-json", "a control character in a string must be escaped")
      default: position += 1
      }
    }
    throw failure("bad-json", "the string does not end", at: start)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw failure("bad-json", "the escape does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw failure("bad-json", "half of a surrogate pair") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("bad-json", "half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("bad-json", "half of a surrogate pair") }
      if code < 0x80 {
        text.append(UInt8(code))
      } else {
        text += String(scalar).utf8
      }
    default: throw failure("bad-json", "there is no such escape", at: position - 1)
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch next {
      case let byte? where (48...57).contains(byte): digit = byte - 48
      case let byte? where (97...102).contains(byte | 0x20): digit = (byte | 0x20) - 87
      default: throw failure("bad-json", "\\u needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
