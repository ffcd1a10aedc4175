internal import CEL
internal import CivilTime

/// Converts a scalar to a `Value` and describes the accepted form.
struct SettingKind<Value> {
  /// The accepted form, such as "a whole number from 1 to 100".
  let expected: String
  /// Converts the text; returns nil if it does not fit.
  let parse: (_ text: String, _ isPlain: Bool) -> Value?
  /// The cure for a wrong text; nil if `expected` already says it.
  var cure: (_ text: String, _ isPlain: Bool) -> String? = { _, _ in nil }
  /// Whether the wrong text may be shown in a message.
  var mayBeShown = true
}

extension SettingKind where Value == Bool {
  static var flag: SettingKind {
    SettingKind(
      expected: "true or false",
      parse: { text, isPlain in isPlain ? ["true": true, "false": false][text] : nil },
      cure: { text, isPlain in
        if !isPlain { return "take the quotes away" }
        return ["yes": "true", "on": "true", "no": "false", "off": "false"][text.lowercased()].map { "write \($0)" }
      })
  }
}

extension SettingKind where Value == Int {
  /// `unit` follows the range in messages, for example "MiB".
  static func whole(_ range: ClosedRange<Int>, unit: String = "") -> SettingKind {
    let bounds = "from \(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
    return SettingKind(
      expected: "a whole number \(bounds)",
      parse: { text, isPlain in
        guard isPlain, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else { return nil }
        return range.contains(number) ? number : nil
      },
      cure: { _, isPlain in isPlain ? nil : "take the quotes away" })
  }

  /// A number of bytes, written as `512`, `256 KiB` or `2MiB`.
  static func bytes(_ range: ClosedRange<Int>) -> SettingKind {
    SettingKind(
      expected: "a size from \(ByteSize.text(range.lowerBound)) to \(ByteSize.text(range.upperBound))",
      parse: { text, _ in ByteSize.parse(text).flatMap { range.contains($0) ? $0 : nil } },
      cure: { text, _ in ByteSize.parse(text) == nil ? "write it in B, KiB, MiB or GiB: 256 KiB" : nil })
  }
}

extension SettingKind where Value == Duration {
  static func duration(_ range: ClosedRange<Duration>) -> SettingKind {
    SettingKind(
      expected: "an ISO 8601 duration from \(range.lowerBound.iso8601) to \(range.upperBound.iso8601)",
      parse: { text, _ in
        guard let value = try? Duration.parse(iso8601: text) else { return nil }
        return range.contains(value) ? value : nil
      },
      cure: { text, _ in
        (try? Duration.parse(iso8601: text)) == nil
          ? "write 30 seconds as PT30S, 5 minutes as PT5M, 3 days as P3D" : nil
      })
  }
}

extension SettingKind where Value == String {
  /// One line of text.
  static func text(_ what: String, maximum: Int = 256) -> SettingKind {
    SettingKind(
      expected: "\(what) (1 to \(maximum) characters, one line)",
      parse: { text, _ in
        (1...maximum).contains(text.count)
          && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
          ? text : nil
      })
  }
}

extension SettingKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  static var choice: SettingKind {
    let names = Value.allCases.map(\.rawValue)
    return SettingKind(
      expected: "one of \(names.joined(separator: ", "))", parse: { text, _ in Value(rawValue: text) },
      cure: { text, _ in NearestName.find(text, among: names).map { "did you mean \($0)?" } })
  }
}

extension SettingKind where Value == (text: String, isQuoted: Bool) {
  static var parameter: SettingKind {
    SettingKind(
      expected: "a single value of at most 1000 characters",
      parse: { text, isPlain in text.count <= 1000 ? (text, !isPlain) : nil })
  }
}
