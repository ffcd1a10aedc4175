import CEL
import CivilTime

/// The parameters of one request. Every name that an operation asks for is remembered, so that `finish` can refuse the
/// others the way the provider does.
struct Parameters {
  private var fields: [FormField]
  private var asked: Set<String> = ["expand"]

  init(_ fields: [FormField] = []) { self.fields = fields }

  private mutating func value(_ name: String) -> FormValue? {
    asked.insert(name)
    return fields.first { $0.name == name }?.value
  }

  /// nil when absent; an empty text counts as absent.
  mutating func text(_ name: String) throws(PaymentError) -> String? {
    switch value(name) {
    case nil, .text(""): return nil
    case .text(let text): return text
    default: throw .invalid("Invalid string: \(name)", param: name)
    }
  }

  mutating func required(_ name: String) throws(PaymentError) -> String {
    guard let text = try text(name) else { throw .missing(name) }
    return text
  }

  mutating func integer(_ name: String) throws(PaymentError) -> Int64? {
    guard let text = try text(name) else { return nil }
    guard let number = Int64(text) else {
      throw .invalid("Invalid integer: \(text)", code: "parameter_invalid_integer", param: name)
    }
    return number
  }

  /// A positive amount in the currency's smallest unit.
  mutating func amount(_ name: String = "amount") throws(PaymentError) -> Int64? {
    guard let number = try integer(name) else { return nil }
    guard number > 0 else {
      throw .invalid(
        "This value must be greater than or equal to 1.", code: "parameter_invalid_integer", param: name)
    }
    guard number <= 99_999_999 else {
      throw .invalid("Amount must be no more than 999999.99.", code: "amount_too_large", param: name)
    }
    return number
  }

  mutating func flag(_ name: String) throws(PaymentError) -> Bool {
    switch try text(name) {
    case nil, "false": return false
    case "true": return true
    case .some(let text): throw .invalid("Invalid boolean: \(text)", param: name)
    }
  }

  mutating func currency() throws(PaymentError) -> String {
    let text = try required("currency").lowercased()
    guard text.utf8.count == 3, text.utf8.allSatisfy({ (97...122).contains($0) }) else {
      throw .invalid("Invalid currency: \(text).", param: "currency")
    }
    return text
  }

  /// At most 50 pairs; a name has at most 40 and a value at most 500 characters.
  mutating func metadata() throws(PaymentError) -> ValueMap {
    var out = ValueMap()
    switch value("metadata") {
    case nil, .text(""): return out
    case .map(let pairs):
      guard pairs.count <= 50 else { throw .invalid("You can have up to 50 keys in metadata.", param: "metadata") }
      for pair in pairs {
        guard case .text(let text) = pair.value else {
          throw .invalid("Metadata values must be strings.", param: "metadata[\(pair.name)]")
        }
        guard pair.name.count <= 40, text.count <= 500 else {
          throw .invalid(
            "Metadata keys can have up to 40 characters and values up to 500.", param: "metadata[\(pair.name)]")
        }
        out[pair.name] = .string(text)
      }
    default: throw .invalid("Invalid object", param: "metadata")
    }
    return out
  }

  mutating func texts(_ name: String) throws(PaymentError) -> [String] {
    guard let value = value(name) else { return [] }
    guard case .list(let items) = value else { throw .invalid("Invalid array", param: name) }
    return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The members of an object; empty when absent.
  mutating func object(_ name: String) throws(PaymentError) -> Parameters? {
    switch value(name) {
    case nil, .text(""): return nil
    case .map(let fields): return Parameters(fields)
    default: throw .invalid("Invalid object", param: name)
    }
  }

  /// `created=123` or `created[gte]=…` and its like, in seconds.
  mutating func instants(_ name: String) throws(PaymentError) -> ClosedRange<Int64> {
    if case .text = value(name), let exact = try integer(name) { return exact...exact }
    guard var range = try object(name) else { return Int64.min...Int64.max }
    var low = try range.integer("gte") ?? .min
    if let above = try range.integer("gt"), above < .max { low = max(low, above + 1) }
    var high = try range.integer("lte") ?? .max
    if let below = try range.integer("lt"), below > .min { high = min(high, below - 1) }
    return low <= high ? low...high : Int64.max...Int64.max
  }

  /// Refuses what no operation asked for.
  func finish() throws(PaymentError) {
    for field in fields where !asked.contains(field.name) {
      throw .invalid("Received unknown parameter: \(field.name)", code: "parameter_unknown", param: field.name)
    }
  }
}
