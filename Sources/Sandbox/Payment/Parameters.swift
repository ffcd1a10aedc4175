import CEL
import CivilTime

/// The parameters of one request. `ParameterCheck` has checked their names and kinds.
struct Parameters {
  private let fields: [FormField]

  init(_ fields: [FormField] = []) { self.fields = fields }

  private func value(_ name: String) -> FormValue? { fields.first { $0.name == name }?.value }

  /// All parameters.
  var all: [FormField] { fields }

  /// True if the request has the parameter, even with an empty text, which clears the field.
  func names(_ name: String) -> Bool { value(name) != nil }

  /// Returns nil if the parameter is absent; an empty text counts as absent.
  func text(_ name: String) throws(PaymentError) -> String? {
    switch value(name) {
    case nil, .text(""): return nil
    case .text(let text): return text
    default: throw .invalid("Invalid string: \(name)", param: name)
    }
  }

  func required(_ name: String) throws(PaymentError) -> String {
    guard let text = try text(name) else { throw .missing(name) }
    return text
  }

  func integer(_ name: String) throws(PaymentError) -> Int64? {
    guard let text = try text(name) else { return nil }
    guard let number = Int64(text) else {
      throw .invalid("Invalid integer: \(text)", code: "parameter_invalid_integer", param: name)
    }
    return number
  }

  /// A positive amount in the currency's smallest unit.
  func amount(_ name: String = "amount") throws(PaymentError) -> Int64? {
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

  func flag(_ name: String) throws(PaymentError) -> Bool {
    switch try text(name) {
    case nil, "false": return false
    case "true": return true
    case .some(let text): throw .invalid("Invalid boolean: \(text)", param: name)
    }
  }

  func currency() throws(PaymentError) -> String {
    let text = try required("currency").lowercased()
    guard text.utf8.count == 3, text.utf8.allSatisfy({ (97...122).contains($0) }) else {
      throw .invalid("Invalid currency: \(text).", param: "currency")
    }
    return text
  }

  /// The pairs of a new object.
  func metadata() throws(PaymentError) -> ValueMap {
    var out = ValueMap()
    try changeMetadata(&out)
    return out
  }

  /// An empty value removes a pair, and an empty text removes all. At most 50 pairs are kept; a name has at most 40
  /// characters and a value at most 500.
  func changeMetadata(_ metadata: inout ValueMap) throws(PaymentError) {
    switch value("metadata") {
    case nil: return
    case .text(""): metadata = ValueMap()
    case .map(let pairs):
      for pair in pairs {
        guard case .text(let text) = pair.value else {
          throw .invalid("Metadata values must be strings.", param: "metadata[\(pair.name)]")
        }
        guard pair.name.count <= 40, text.count <= 500 else {
          throw .invalid(
            "Metadata keys can have up to 40 characters and values up to 500.", param: "metadata[\(pair.name)]")
        }
        metadata[pair.name] = text.isEmpty ? nil : .string(text)
      }
      guard metadata.count <= 50 else { throw .invalid("You can have up to 50 keys in metadata.", param: "metadata") }
    default: throw .invalid("Invalid object", param: "metadata")
    }
  }

  func texts(_ name: String) throws(PaymentError) -> [String] {
    guard let value = value(name) else { return [] }
    guard case .list(let items) = value else { throw .invalid("Invalid array", param: name) }
    return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The members of an object; empty if it is absent.
  func object(_ name: String) throws(PaymentError) -> Parameters? {
    switch value(name) {
    case nil, .text(""): return nil
    case .map(let fields): return Parameters(fields)
    default: throw .invalid("Invalid object", param: name)
    }
  }

  /// Reads `created=123`, `created[gte]=…` and similar filters, in seconds.
  func instants(_ name: String) throws(PaymentError) -> ClosedRange<Int64> {
    if case .text = value(name), let exact = try integer(name) { return exact...exact }
    guard let range = try object(name) else { return Int64.min...Int64.max }
    var low = try range.integer("gte") ?? .min
    if let above = try range.integer("gt"), above < .max { low = max(low, above + 1) }
    var high = try range.integer("lte") ?? .max
    if let below = try range.integer("lt"), below > .min { high = min(high, below - 1) }
    return low <= high ? low...high : Int64.max...Int64.max
  }

  /// The items of a list of objects.
  func objects(_ name: String) throws(PaymentError) -> [Parameters] {
    guard let value = value(name) else { return [] }
    guard case .list(let items) = value else { throw .invalid("Invalid array", param: name) }
    return items.compactMap { if case .map(let fields) = $0 { Parameters(fields) } else { nil } }
  }

  /// Returns the parameter in the form in which the provider shows it; null if it is absent.
  func echo(_ name: String) -> Value { value(name).map(Self.json) ?? .null }

  private static func json(_ value: FormValue) -> Value {
    switch value {
    case .text(let text): text.isEmpty ? .null : .string(text)
    case .list(let items): .list(items.map(json))
    case .map(let fields):
      .map(fields.reduce(into: ValueMap()) { $0[$1.name] = json($1.value) })
    }
  }
}
