internal import CEL

/// The form of a human task: field names with types as the workflow language writes them (`int`, `string|null`,
/// `yes|no`).
struct TaskForm {
  struct Refusal {
    let code: String
    let message: String
  }

  private let fields: [(name: String, type: String)]
  private let limits: InputLimits

  /// - Parameters:
  ///   - form: the task's `form`, a map of field names to type names; null or nil if the task declares none.
  ///   - limits: the bounds of input from outside. A person may write texts of several lines.
  init(_ form: Value?, limits: InputLimits) {
    self.limits = limits.forPeople
    fields = (form?.mapValue?.entries ?? []).map { ($0.key.stringValue ?? "", $0.value.stringValue ?? "") }
  }

  /// Returns why the data do not fit the form; nil if they do. A task without fields takes any data, as remarks.
  func refusal(of data: ValueMap) -> Refusal? {
    if fields.isEmpty { return excess(of: .map(data)) }
    let wrong = data.entries.compactMap { fault(of: $0.key.stringValue ?? "", $0.value) }
    let missing = fields.filter { data[$0.name] == nil && !alternatives($0.type).contains("null") }
    let faults = wrong + (missing.isEmpty ? [] : ["missing: \(list(missing))"])
    if faults.isEmpty { return excess(of: .map(data)) }
    return Refusal(
      code: wrong.isEmpty ? "missing_fields" : "wrong_data",
      message: "\(faults.joined(separator: "; ")); the form is \(list(fields))")
  }

  /// Describes why a value is not one of the form's; nil if it is.
  private func fault(of name: String, _ value: Value) -> String? {
    guard let field = fields.first(where: { $0.name == name }) else {
      let cure = NearestName.cure(name, among: fields.map(\.name).filter { $0 != name })
      return "'\(name)' is not a field of the form" + (cure.map { ", \($0)" } ?? "")
    }
    return fits(value, field.type) ? nil : "'\(name)' is a \(value.typeName), expected \(field.type)"
  }

  private func excess(of data: Value) -> Refusal? {
    do throws(TypeMismatch) {
      _ = try CELType.dyn.decode(data, limits: limits)
      return nil
    } catch {
      return Refusal(code: "wrong_data", message: "\(error)")
    }
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

extension InputLimits {
  fileprivate var forPeople: InputLimits {
    var limits = self
    limits.isFreeText = true
    return limits
  }
}
