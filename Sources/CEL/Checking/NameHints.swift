/// Suggestions for names and functions that do not exist.
struct NameHints {
  let environment: CELEnvironment
  /// The names in scope.
  let known: [String]

  /// A suggestion for a name.
  func hint(_ name: String) -> String? {
    var hint = NearestName.find(name, among: known).map { "did you mean '\($0)'?" }
    if hint == nil {
      // A beginning of the chain may resemble a declared variable.
      let parts = name.split(separator: ".")
      for count in stride(from: parts.count - 1, to: 0, by: -1) where hint == nil {
        let beginning = parts.prefix(count).joined(separator: ".")
        hint = NearestName.find(beginning, among: known).map { "did you mean '\($0)' instead of '\(beginning)'?" }
      }
    }
    if hint == nil {
      let inside = known.filter { $0.hasPrefix("\(name).") }
      if !inside.isEmpty { hint = "there are " + inside.prefix(8).joined(separator: ", ") }
    }
    if hint == nil, !environment.functions[name].isEmpty { hint = "'\(name)' is a function" }
    if hint == nil, !known.isEmpty, known.count <= 12 {
      hint = (known.count == 1 ? "there is only " : "there are ") + known.map { "'\($0)'" }.joined(separator: ", ")
    }
    return hint
  }

  /// A suggestion for a function or, if `member`, for a function that is called on a value.
  func hint(function name: String, member: Bool) -> String? {
    let functions = environment.functions
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
    return hint
  }
}
