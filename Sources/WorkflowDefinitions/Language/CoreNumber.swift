internal import CEL

/// A plain scalar that YAML 1.2's core schema (section 10.3.2) resolves to a number: `12`, `-3`, `+3`, `0o17`, `0xFF`, `1.`, `.5`, `1e3`.
struct CoreNumber {
  let value: Value

  /// Returns nil for anything else, for an integer outside of 64 bits, and for a float beyond the largest double.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.count <= 64 else { return nil }
    if first == UInt8(ascii: "0"), bytes.count > 2, let radix = Self.radix(bytes[1]) {
      guard let number = Int64(text.dropFirst(2), radix: radix), bytes[2] != UInt8(ascii: "-"),
        bytes[2] != UInt8(ascii: "+")
      else { return nil }
      value = .int(number)
      return
    }
    switch Self.form(bytes) {
    case .int?:
      guard let number = Int64(text) else { return nil }
      value = .int(number)
    case .float?:
      guard let number = Double(text), number.isFinite else { return nil }
      value = .double(number)
    case nil: return nil
    }
  }

  private enum Form { case int, float }

  private static func radix(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "x"): 16
    default: nil
    }
  }

  /// `[-+]? [0-9]+` is an integer; `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?` is a float.
  private static func form(_ bytes: [UInt8]) -> Form? {
    var rest = bytes[...]
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func sign() { if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() } }
    sign()
    let whole = digits()
    if rest.isEmpty { return whole > 0 ? .int : nil }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() + whole > 0 else { return nil }
    }
    if rest.isEmpty { return .float }
    guard whole > 0 || bytes.count > rest.count + 1, rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E")
    else { return nil }
    rest = rest.dropFirst()
    sign()
    return digits() > 0 && rest.isEmpty ? .float : nil
  }
}
