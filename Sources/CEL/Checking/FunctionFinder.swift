/// Finds functions by their names in the namespaces of the container.
struct FunctionFinder {
  let context: CheckContext

  /// Returns the function of that name from the innermost namespace of the container outwards.
  func find(_ name: String, _ absolute: Bool) -> (String, [Overload])? {
    for candidate in context.environment.candidates(name, absolute: absolute) {
      let overloads = context.environment.functions[candidate]
      if !overloads.isEmpty { return (candidate, overloads) }
    }
    return nil
  }

  func unknown(_ expression: Expression, _ name: String, member: Bool) -> CELType {
    let functions = context.environment.functions
    let macros = member ? Comprehension.names : ["has", "cel.bind"]
    var hint: String?
    if macros.contains(name) {
      hint = "\(name) is a macro: \(Comprehension.usage(name))"
    } else if let other = functions[member ? name : "." + name].first {
      hint = "it is called \(other.signature)"
    } else if !member, Comprehension.names.contains(name) {
      hint = "it is called \(Comprehension.usage(name))"
    } else if let nearest = NearestName.find(name, among: functions.names(members: member) + macros) {
      hint = "did you mean '\(nearest)'?"
    } else if member, let nearest = NearestName.find(name, among: functions.names(members: false)) {
      hint = "did you mean \(nearest)(…)?"
    } else if !member, let nearest = NearestName.find(name, among: functions.names(members: true)) {
      hint = "did you mean x.\(nearest)(…)?"
    }
    return context.fail("unknown-function", "there is no function '\(name)'", expression, hint: hint, atPlace: true)
  }
}
