internal import CEL

/// The form of a human task: field names with types as the workflow language writes them (`int`, `string|null`,
/// `yes|no`).
struct TaskForm {
  struct Refusal {
    let code: String
    let message: String
  }

  private let fields: [(name: String, type: String)]

  /// - Parameter form: the task's `form`, a map of field names to type names; null or nil if the task declares none.
  init(_ form: Value?) {
    fields = (form?.mapValue?.entries ?? []).map { ($0.key.stringValue ?? "", $0.value.stringValue ?? "") }
  }

  /// Returns why the data do not fit the form; nil if they do. A task without fields takes any data, as remarks.
  func refusal(of data: ValueMap) -> Refusal? {
    if fields.isEmpty { return nil }
    let missing = fields.filter { data[$0.name] == nil && !alternatives($0.type).contains("null") }
    if !missing.isEmpty {
      return Refusal(code: "missing_fields", message: "missing: \(list(missing)); the form is \(list(fields))")
    }
    for entry in data.entries {
      let name = entry.key.stringValue ?? ""
      guard let field = fields.first(where: { $0.name == name }) else {
        return Refusal(code: "wrong_data", message: "'\(name)' is not a field of the form; the form is \(list(fields))")
      }
      guard fits(entry.value, field.type) else {
        return Refusal(
          code: "wrong_data",
          message: "'\(name)' is a \(entry.value.typeName), expected \(field.type); the form is \(list(fields))")
      }
    }
    return nil
  }

  private func list(_ fields: [(name: String, type: String)]) -> String {
    "{" + fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + "}"
  }

  private func alternatives(_ type: String) -> [String] {
    type.split(separator: "|").map { part in
      var part = part
      while part.first == " " { part = part.dropFirst() }
      while part.last == " " { part = part.dropLast() }
      return String(part)
    }
  }

  private func fits(_ value: Value, _ type: String) -> Bool {
    let alternatives = alternatives(type)
    if value == .null { return alternatives.contains("null") }
    let types = alternatives.filter { $0 != "null" }
    if types.count == 1, let scalar = Self.scalars[types[0]] {
      do throws(TypeMismatch) {
        _ = try scalar.decode(value)
        return true
      } catch {
        return false
      }
    }
    // Several words form an enumeration; any other type was reported when the workflow was checked.
    return value.stringValue.map { types.contains($0) } ?? false
  }

  private static let scalars: [String: CELType] = [
    "string": .string, "int": .int, "bool": .bool, "double": .double, "timestamp": .timestamp, "duration": .duration,
  ]
}
