import CEL

/// Reads arguments as a request. A failure explains the fault by the caller's own names.
enum ArgumentReading {
  static func read<R: ControlRequest>(_ type: R.Type, _ arguments: Value) throws(ControlFailure) -> R {
    // A type without properties requests no field, so extra fields have to be found here.
    if let stray = arguments.mapValue?.keys.first, TypeForm.of(type).fields.isEmpty {
      throw failure(.unknown(path: stray.stringValue ?? "\(stray)"), type)
    }
    do throws(WireFault) {
      return try Wire.read(type, from: arguments, strictly: true)
    } catch {
      throw failure(error, type)
    }
  }

  private static func failure<R: ControlRequest>(_ fault: WireFault, _ type: R.Type) -> ControlFailure {
    let verb = R.verb.name
    switch fault {
    case .missing(let path, let expected):
      return ControlFailure(
        status: 400, code: "missing_argument", message: "\(verb) needs \(Excerpt.of(path)), \(article(expected))")
    case .wrongType(let path, let expected, let given):
      let text = given.stringValue
      let words = expected.hasPrefix("one of ") ? expected.dropFirst(7).split(separator: ", ").map(String.init) : []
      return ControlFailure(
        status: 400, code: "wrong_type",
        message: "\(verb): \(Excerpt.of(path)) has to be \(article(expected)); given is \(Excerpt.of(given))",
        hint: text.flatMap { NearestName.find($0, among: words) }.map { "did you mean '\($0)'?" })
    case .unknown(let path):
      let known = TypeForm.of(type).fields.map(\.name)
      let hint = NearestName.find(path, among: known).map { "did you mean '\($0)'?" }
      return ControlFailure(
        status: 400, code: "unknown_argument", message: "\(verb) has no argument \(Excerpt.of(path))",
        hint: hint ?? (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"))
    case .foreignCoder:
      return ControlFailure(status: 500, code: "internal", message: "\(verb) cannot be read")
    }
  }

  /// "whole number" with its article; "one of" and "true or false" have none.
  private static func article(_ notation: String) -> String {
    if notation.hasPrefix("one of") || notation.hasPrefix("true") || notation.hasPrefix("a ") { return notation }
    let vowels = ["RFC", "ISO", "object", "any"]
    return vowels.contains { notation.hasPrefix($0) } ? "an \(notation)" : "a \(notation)"
  }
}
