import CEL

/// Checks a call against its verb before the backend sees it.
enum CallCheck {
  static func check(_ verb: Verb, _ call: ControlCall) throws(ControlFailure) {
    try checkArguments(verb, call.arguments)
    if call.dryRun, verb.kind != .act {
      throw ControlFailure(
        status: 400, code: "dry_run_of_read", message: "\(verb.name) changes nothing; leave dryRun out")
    }
    if let key = call.key, !(1...255).contains(key.utf8.count) || !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw ControlFailure(
        status: 400, code: "malformed_key", message: "an idempotency key has 1 to 255 visible ASCII characters")
    }
    if let reason = call.reason, !ArgumentType.text.accepts(.string(reason)) {
      throw ControlFailure(status: 400, code: "malformed_reason", message: "a reason is \(ArgumentType.text)")
    }
    guard verb.kind == .act, !call.dryRun else { return }
    if call.reason == nil {
      throw ControlFailure(
        status: 400, code: "missing_reason", message: "\(verb.name) acts, and an act needs a reason",
        hint: "it goes into the history, beside who did it")
    }
    if call.key == nil {
      throw ControlFailure(
        status: 400, code: "missing_key", message: "\(verb.name) acts, and an act needs an idempotency key")
    }
  }

  private static func checkArguments(_ verb: Verb, _ arguments: Value) throws(ControlFailure) {
    guard case .map(let map) = arguments else {
      throw ControlFailure(status: 400, code: "wrong_type", message: "arguments have to be an object")
    }
    for entry in map.entries {
      let name = entry.key.stringValue ?? "\(entry.key)"
      guard let argument = verb.arguments.first(where: { $0.name == name }) else {
        let known = verb.arguments.map(\.name).joined(separator: ", ")
        throw ControlFailure(
          status: 400, code: "unknown_argument", message: "\(verb.name) has no argument \(name.prefix(80))",
          hint: known.isEmpty ? "it has none" : "it has \(known)")
      }
      guard argument.type.accepts(entry.value) else {
        throw ControlFailure(
          status: 400, code: "wrong_type",
          message: "\(verb.name): \(name) has to be \(argument.type); given is \(JSON.text(entry.value).prefix(80))")
      }
    }
    for argument in verb.arguments where argument.required && map[argument.name] == nil {
      throw ControlFailure(
        status: 400, code: "missing_argument", message: "\(verb.name) needs \(argument.name), \(argument.type)")
    }
  }
}
