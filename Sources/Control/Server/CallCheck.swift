import CEL

/// Checks the parts of a call beside its arguments, before the backend sees it.
enum CallCheck {
  static func check(_ verb: Verb, _ caller: Caller) throws(ControlFailure) {
    if caller.dryRun, verb.kind != .act {
      throw ControlFailure(
        status: 400, code: "dry_run_of_read", message: "\(verb.name) changes nothing; leave dryRun out")
    }
    if let key = caller.key, !(1...255).contains(key.utf8.count) || !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    {
      throw ControlFailure(
        status: 400, code: "malformed_key", message: "an idempotency key has 1 to 255 visible ASCII characters")
    }
    if let reason = caller.reason, ShortText(wire: .string(reason)) == nil {
      throw ControlFailure(status: 400, code: "malformed_reason", message: "a reason is a \(ShortText.notation)")
    }
    guard verb.kind == .act, !caller.dryRun else { return }
    if caller.reason == nil {
      throw ControlFailure(
        status: 400, code: "missing_reason", message: "\(verb.name) acts, and an act needs a reason",
        hint: "it goes into the history, beside who did it")
    }
    if caller.key == nil {
      throw ControlFailure(
        status: 400, code: "missing_key", message: "\(verb.name) acts, and an act needs an idempotency key")
    }
  }
}
