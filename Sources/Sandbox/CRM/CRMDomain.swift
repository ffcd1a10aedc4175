import CEL

/// Odoo's search domains: terms `[field, operator, value]` in Polish notation with `&`, `|` and `!`; without an
/// operator between them, terms are joined by and.
enum CRMDomain {
  static func matches(_ row: ValueMap, _ domain: [Value]) throws(CRMError) -> Bool {
    var rest = domain[...]
    var all = true
    while !rest.isEmpty { all = try evaluate(row, &rest) && all }
    return all
  }

  private static func evaluate(_ row: ValueMap, _ rest: inout ArraySlice<Value>) throws(CRMError) -> Bool {
    guard let item = rest.popFirst() else { throw .wrong("the domain ends where a term is expected") }
    switch item.stringValue {
    case "!": return try !evaluate(row, &rest)
    case "&", "|":
      let left = try evaluate(row, &rest)
      let right = try evaluate(row, &rest)
      return item.stringValue == "&" ? left && right : left || right
    default:
      guard let term = item.listValue, term.count == 3, let field = term[0].stringValue,
        let comparison = term[1].stringValue
      else { throw .wrong("Invalid domain term \(JSON.text(item))") }
      return try compare(row[field] ?? false, comparison, term[2])
    }
  }

  private static func compare(_ value: Value, _ comparison: String, _ wanted: Value) throws(CRMError) -> Bool {
    // An absent value is `false` in Odoo.
    let value = value.isNull ? Value.bool(false) : value
    let wanted = wanted.isNull ? Value.bool(false) : wanted
    switch comparison {
    case "=": return value.equals(wanted)
    case "!=": return !value.equals(wanted)
    case "in": return (wanted.listValue ?? []).contains { $0.equals(value) }
    case "not in": return !(wanted.listValue ?? []).contains { $0.equals(value) }
    case "like": return LikePattern("%\(text(wanted))%").matches(text(value))
    case "ilike": return LikePattern("%\(text(wanted).lowercased())%").matches(text(value).lowercased())
    case "=like": return LikePattern(text(wanted)).matches(text(value))
    case "=ilike": return LikePattern(text(wanted).lowercased()).matches(text(value).lowercased())
    case "<", ">", "<=", ">=": return ordered(value, comparison, wanted)
    default: throw .wrong("Invalid operator '\(comparison)' in domain term")
    }
  }

  private static func ordered(_ a: Value, _ comparison: String, _ b: Value) -> Bool {
    let isLess: Bool
    let isEqual = a.equals(b)
    if let x = number(a), let y = number(b) {
      isLess = x < y
    } else {
      isLess = text(a).utf8.lexicographicallyPrecedes(text(b).utf8)
    }
    switch comparison {
    case "<": return isLess && !isEqual
    case "<=": return isLess || isEqual
    case ">": return !isLess && !isEqual
    default: return !isLess || isEqual
    }
  }

  static func number(_ value: Value) -> Double? { value.doubleValue ?? value.intValue.map(Double.init) }
  static func text(_ value: Value) -> String { value.stringValue ?? (value == false ? "" : JSON.text(value)) }
}
