import CEL

/// A call with checked arguments, and its caller.
struct ReadCall {
  var request: any ControlRequest
  var caller: Caller
}

/// Reads a call: `{arguments?, key?, reason?, dryRun?}` and nothing else. The arguments are read as the request's type.
enum CallReading {
  static func read(
    _ bytes: [UInt8], _ type: any ControlRequest.Type, _ peer: Peer
  ) throws(ControlFailure) -> ReadCall {
    let wire: Value
    do {
      wire = try JSON.parse(bytes)
    } catch {
      throw ControlFailure(status: 400, code: "malformed_json", message: "\(error)")
    }
    guard case .map(let entries) = wire else {
      throw ControlFailure(status: 400, code: "wrong_type", message: "a call has to be an object")
    }
    var arguments: Value = [:]
    var caller = Caller(peer: peer)
    for entry in entries.entries {
      switch (entry.key.stringValue, entry.value) {
      case ("arguments", .map): arguments = entry.value
      case ("key", .string(let text)): caller.key = text
      case ("reason", .string(let text)): caller.reason = text
      case ("dryRun", .bool(let flag)): caller.dryRun = flag
      case ("key", .null), ("reason", .null): break
      default:
        throw ControlFailure(
          status: 400, code: "wrong_type", message: "a call has no \(Excerpt.of(entry.key)) of this type",
          hint: "a call is {arguments, key, reason, dryRun}: an object, two texts, true or false")
      }
    }
    let request = try ArgumentReading.read(type, arguments)
    try CallCheck.check(type.verb, caller)
    return ReadCall(request: request, caller: caller)
  }
}
