import Pages

/// A form that a browser has sent, by name. White space around a value is not part of it.
struct Form: Sendable {
  let values: [String: [String]]

  init(_ body: [UInt8]) {
    var values: [String: [String]] = [:]
    for parameter in Target.parameters(body, most: 200) { values[parameter.name, default: []].append(parameter.value) }
    self.values = values.mapValues { $0.map(Self.trimmed) }
  }

  /// The first value of a field; empty if there is none.
  subscript(_ name: String) -> String { values[name]?.first ?? "" }

  /// The text in one line: personal data have no line breaks.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
  }

  private static func trimmed(_ text: String) -> String {
    // Browsers end the lines of a text field with both characters.
    let lines = text.unicodeScalars.filter { $0 != "\r" }
    var kept = lines[...]
    while let first = kept.first, first.properties.isWhitespace { kept = kept.dropFirst() }
    while let last = kept.last, last.properties.isWhitespace { kept = kept.dropLast() }
    var out = String.UnicodeScalarView()
    out.append(contentsOf: kept)
    return String(out)
  }
}

/// Reads the fields of a step, and collects everything that is wrong with them.
struct FormReading {
  let form: Form
  let language: SiteLanguage
  private(set) var faults: [FormFault] = []

  init(_ form: Form, _ language: SiteLanguage) { (self.form, self.language) = (form, language) }

  mutating func fault(_ field: String, _ phrase: Phrase, _ insert: String = "") {
    guard !faults.contains(where: { $0.field == field }) else { return }
    faults.append(FormFault(field, language(phrase, insert)))
  }

  /// A text of at most so many characters, without such as cannot be seen.
  mutating func text(_ name: String, most: Int, missing: Phrase? = nil) -> String {
    let text = form[name]
    if text.isEmpty, let missing { fault(name, missing) }
    if text.count > most || text.utf8.count > 4 * most { fault(name, .errorTooLong, String(most)) }
    if text.unicodeScalars.contains(where: Self.isInvisible) { fault(name, .errorCharacters) }
    return text
  }

  /// One of the words.
  mutating func word(_ name: String, _ words: some Sequence<String>, missing: Phrase? = nil) -> String {
    let word = form[name]
    if words.contains(word) { return word }
    if let missing { fault(name, missing) }
    return ""
  }

  /// Control characters, and those that turn the direction of the text around them.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": false
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: false
    }
  }
}
