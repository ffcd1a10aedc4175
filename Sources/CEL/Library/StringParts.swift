/// Functions that take strings apart and put them together.
extension StringFunctions {
  private static func badIndex(_ name: String, _ index: Int64, _ count: Int) -> EvaluationError {
    EvaluationError("bad-index", "\(name): index \(index) of a string of \(count)")
  }

  static func charAt(_ a: Value, _ b: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = a, case .int(let index) = b else { throw .noOverload("charAt", a, b) }
    let scalars = Array(text.unicodeScalars)
    guard index >= 0, index <= Int64(scalars.count) else { throw badIndex("charAt", index, scalars.count) }
    return .string(Int(index) == scalars.count ? "" : String(Character(scalars[Int(index)])))
  }

  static func substring(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else {
      throw .noOverload("substring", arguments)
    }
    let scalars = Array(text.unicodeScalars)
    var end = Int64(scalars.count)
    if arguments.count > 2 {
      guard case .int(let given) = arguments[2] else { throw .noOverload("substring", arguments) }
      end = given
    }
    guard end >= 0, end <= Int64(scalars.count) else { throw badIndex("substring", end, scalars.count) }
    guard start >= 0, start <= end else { throw badIndex("substring", start, scalars.count) }
    return .string(string(scalars[Int(start)..<Int(end)]))
  }

  private struct Search {
    let text: [UInt8]
    let part: [UInt8]
    /// The byte at which each code point begins, and the end.
    let starts: [Int]
    let index: Int64?

    init(_ name: String, _ arguments: [Value]) throws(EvaluationError) {
      guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
        throw .noOverload(name, arguments)
      }
      let bytes = Array(text.utf8)
      self.text = bytes
      self.part = Array(part.utf8)
      starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
      guard arguments.count > 2 else {
        index = nil
        return
      }
      guard case .int(let index) = arguments[2] else { throw .noOverload(name, arguments) }
      guard index >= 0, index < Int64(starts.count) else { throw badIndex(name, index, starts.count - 1) }
      self.index = index
    }

    func codePoint(_ byte: Int?) -> Value {
      .int(byte.map { place in Int64(starts.firstIndex(of: place) ?? -1) } ?? -1)
    }
  }

  static func indexOf(_ arguments: [Value]) throws(EvaluationError) -> Value {
    let search = try Search("indexOf", arguments)
    let start = search.starts[Int(search.index ?? 0)]
    return search.codePoint(TextSearch(search.part).first(in: search.text, from: start))
  }

  static func lastIndexOf(_ arguments: [Value]) throws(EvaluationError) -> Value {
    let search = try Search("lastIndexOf", arguments)
    let last = search.index.map { search.starts[Int($0)] } ?? search.text.count
    let finder = TextSearch(search.part.reversed())
    let reversed: [UInt8] = search.text.reversed()
    // Backwards the part must begin at or before `last`, so end at or before that plus its length.
    let from = max(0, search.text.count - last - search.part.count)
    guard let found = finder.first(in: reversed, from: from) else { return .int(-1) }
    return search.codePoint(search.text.count - found - search.part.count)
  }

  private static func pieces(
    _ text: [UInt8], _ separator: [UInt8], limit: Int64
  ) throws(EvaluationError) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    let finder = TextSearch(separator)
    while limit < 0 || pieces.count < limit - 1 {
      guard pieces.count < Frame.largestList else { throw .tooLarge("a list", Frame.largestList) }
      if separator.isEmpty {
        var end = start + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        guard end < text.count else { break }
        pieces.append(text[start..<end])
        start = end
      } else {
        guard let found = finder.first(in: text, from: start) else { break }
        pieces.append(text[start..<found])
        start = found + separator.count
      }
    }
    pieces.append(text[min(start, text.count)...])
    return pieces
  }

  static func split(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
      throw .noOverload("split", arguments)
    }
    var limit: Int64 = -1
    if arguments.count > 2 {
      guard case .int(let given) = arguments[2] else { throw .noOverload("split", arguments) }
      limit = given
    }
    if limit == 0 || (text.isEmpty && separator.isEmpty) { return .list([]) }
    let parts = try pieces(Array(text.utf8), Array(separator.utf8), limit: limit)
    return .list(parts.map { .string(String(decoding: $0, as: UTF8.self)) })
  }

  static func replace(_ arguments: [Value]) throws(EvaluationError) -> Value {
    guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
      case .string(let new) = arguments[2]
    else { throw .noOverload("replace", arguments) }
    var limit: Int64 = -1
    if arguments.count > 3 {
      guard case .int(let given) = arguments[3] else { throw .noOverload("replace", arguments) }
      limit = given
    }
    if limit == 0 { return arguments[0] }
    var parts = try pieces(
      Array(text.utf8), Array(old.utf8), limit: limit < 0 ? -1 : limit.addingReportingOverflow(1).partialValue)
    // An empty `old` stands before, between and after the code points.
    if old.isEmpty {
      if limit < 0 || Int64(parts.count) <= limit || text.isEmpty {
        parts = [[]] + parts
        if !text.isEmpty, limit < 0 || Int64(parts.count) <= limit { parts.append([]) }
      } else {
        parts = try pieces(Array(text.utf8), [], limit: limit)
        parts.insert([], at: 0)
      }
    }
    return try joined(parts, Array(new.utf8))
  }

  private static func joined(
    _ parts: [ArraySlice<UInt8>], _ separator: [UInt8]
  ) throws(EvaluationError) -> Value {
    var size = 0
    for part in parts {
      size += part.count + separator.count
      guard size - separator.count <= Frame.largestText else { throw .tooLarge("a text", Frame.largestText) }
    }
    return .string(String(decoding: Array(parts.joined(separator: separator)), as: UTF8.self))
  }

  static func join(_ arguments: [Value]) throws(EvaluationError) -> Value {
    var separator = ""
    if arguments.count > 1 {
      guard case .string(let given) = arguments[1] else { throw .noOverload("join", arguments) }
      separator = given
    }
    guard case .list(let list) = arguments[0] else { throw .noOverload("join", arguments) }
    var parts: [ArraySlice<UInt8>] = []
    for element in list {
      guard case .string(let text) = element else { throw .noOverload("join of a list", element) }
      parts.append(Array(text.utf8)[...])
    }
    return try joined(parts, Array(separator.utf8))
  }
}
