import CEL

/// The wire form of a call: `{arguments?, key?, reason?, dryRun?}`, nothing else; checked against its verb.
enum CallReading {
  static func read(_ bytes: [UInt8], _ verb: Verb, _ peer: Peer) throws(ControlFailure) -> ControlCall {
    let wire: Value
    do {
      wire = try JSON.parse(bytes)
    } catch {
      throw ControlFailure(status: 400, code: "malformed_json", message: "\(error)")
    }
    guard case .map(let entries) = wire else {
      throw ControlFailure(status: 400, code: "wrong_type", message: "a call has to be an object")
    }
    var call = ControlCall(verb: verb.name, arguments: [:], peer: peer)
    for entry in entries.entries {
      switch (entry.key.stringValue, entry.value) {
      case ("arguments", let value): call.arguments = value
      case ("key", .string(let text)): call.key = text
      case ("reason", .string(let text)): call.reason = text
      case ("dryRun", .bool(let flag)): call.dryRun = flag
      case ("key", .null), ("reason", .null): break
      default:
        throw ControlFailure(
          status: 400, code: "wrong_type", message: "a call has no \(JSON.text(entry.key).prefix(80)) of this type",
          hint: "a call is {arguments, key, reason, dryRun}")
      }
    }
    try CallCheck.check(verb, call)
    return call
  }
}
