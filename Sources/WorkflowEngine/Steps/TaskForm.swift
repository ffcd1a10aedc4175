internal import CEL

/// The form of a human task: field names with types as the workflow language writes them (`int`, `string|null`,
/// `yes|no`), or with a type and its bounds (`{type: int, min: 0, max: 100}`).
struct TaskForm {
  struct Refusal {
    let code: String
    let message: String
  }

  private let fields: [FormField]
  private let limits: InputLimits

  /// - Parameters:
  ///   - form: the task's `form`, a map of field names to types; null or nil if the task declares none.
  ///   - limits: the bounds of input from outside. A person may write texts of several lines.
  init(_ form: Value?, limits: InputLimits) {
    self.limits = limits.forPeople
    fields = (form?.mapValue?.entries ?? []).map { FormField(name: $0.key.stringValue ?? "", $0.value) }
  }

  /// Returns why the data do not fit the form; nil if they do. A task without fields takes any data, as remarks.
  func refusal(of data: ValueMap) -> Refusal? {
    if fields.isEmpty { return excess(of: .map(data)) }
    let wrong = data.entries.compactMap { fault(of: $0.key.stringValue ?? "", $0.value) }
    let missing = fields.filter { data[$0.name] == nil && !$0.isOptional }
    let faults = wrong + (missing.isEmpty ? [] : ["missing: \(list(missing))"])
    if faults.isEmpty { return excess(of: .map(data)) }
    return Refusal(
      code: wrong.isEmpty ? "missing_fields" : "wrong_data",
      message: "\(faults.joined(separator: "; ")); the form is \(list(fields))")
  }

  /// Describes why a value is not one of the form's; nil if it is.
  private func fault(of name: String, _ value: Value) -> String? {
    if let field = fields.first(where: { $0.name == name }) { return field.fault(of: value) }
    let cure = NearestName.cure(name, among: fields.map(\.name).filter { $0 != name })
    return "'\(name)' is not a field of the form" + (cure.map { ", \($0)" } ?? "")
  }

  private func excess(of data: Value) -> Refusal? {
    do throws(TypeMismatch) {
      _ = try CELType.dyn.decode(data, limits: limits)
      return nil
    } catch {
      return Refusal(code: "wrong_data", message: "\(error)")
    }
  }

  private func list(_ fields: [FormField]) -> String {
    "{" + fields.map { "\($0.name): \($0.description)" }.joined(separator: ", ") + "}"
  }
}

extension InputLimits {
  fileprivate var forPeople: InputLimits {
    var limits = self
    limits.isFreeText = true
    return limits
  }
}
