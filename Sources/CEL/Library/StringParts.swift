/// The functions that split and join strings.
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
    /// The byte offset at which each code point begins, and that of the end.
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
    // Searched backwards, the part has to begin at or before `last`, so it ends at or before `last` plus its length.
    let from = max(0, search.text.count - last - search.part.count)
    guard let found = finder.first(in: reversed, from: from) else { return .int(-1) }
    return search.codePoint(search.text.count - found - search.part.count)
  }

  static func split(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0], case .string(let separator) = values[1] else {
      throw .noOverload("split", values)
    }
    let limit = try count("split", values, at: 2)
    if limit == 0 || (text.isEmpty && separator.isEmpty) { return .list([]) }
    let (bytes, finder) = (Array(text.utf8), TextSearch(Array(separator.utf8)))
    var pieces: [Value] = []
    var start = 0
    while limit < 0 || pieces.count < limit - 1 {
      let end = separator.isEmpty ? codePointEnd(bytes, start) : finder.first(in: bytes, from: start)
      guard let end, !separator.isEmpty || end < bytes.count else { break }
      guard pieces.count < Frame.largestList - 1 else { throw .tooLarge("a list", Frame.largestList) }
      if pieces.count % 4 == 0 { try frame.charge(1) }
      pieces.append(.string(String(decoding: bytes[start..<end], as: UTF8.self)))
      start = end + separator.utf8.count
    }
    pieces.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    return .list(pieces)
  }

  private static func count(_ name: String, _ values: [Value], at index: Int) throws(EvaluationError) -> Int64 {
    guard values.count > index else { return -1 }
    guard case .int(let given) = values[index] else { throw .noOverload(name, values) }
    return given
  }

  private static func codePointEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  static func replace(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .string(let text) = values[0], case .string(let old) = values[1], case .string(let new) = values[2]
    else { throw .noOverload("replace", values) }
    let limit = try count("replace", values, at: 3)
    let (bytes, wanted, finder) = (Array(text.utf8), Array(new.utf8), TextSearch(Array(old.utf8)))
    var out = TextBuilder()
    var (start, done) = (0, Int64(0))
    while limit < 0 || done < limit {
      // An empty `old` matches before, between and after the code points.
      if old.isEmpty {
        try out.append(wanted, &frame)
        done += 1
        guard start < bytes.count else { break }
        let end = codePointEnd(bytes, start)
        try out.append(bytes[start..<end], &frame)
        start = end
      } else {
        guard let found = finder.first(in: bytes, from: start) else { break }
        try out.append(bytes[start..<found], &frame)
        try out.append(wanted, &frame)
        start = found + old.utf8.count
        done += 1
      }
    }
    try out.append(bytes[start...], &frame)
    return out.value
  }

  static func join(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    var separator = ""
    if values.count > 1 {
      guard case .string(let given) = values[1] else { throw .noOverload("join", values) }
      separator = given
    }
    guard case .list(let list) = values[0] else { throw .noOverload("join", values) }
    var out = TextBuilder()
    for (index, element) in list.enumerated() {
      guard case .string(let text) = element else { throw .noOverload("join of a list", element) }
      if index > 0 { try out.append(separator, &frame) }
      try out.append(text, &frame)
    }
    return out.value
  }
}
