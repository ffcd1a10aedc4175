import CEL
import CivilTime

/// A call of Odoo's older interface: `POST /jsonrpc`, and the questions that its clients ask before it.
struct RemoteCRMCall {
  let call: Call
  let segments: [String]

  /// Returns an answer with status 200, even with an error inside; nil if the path is not of this interface.
  func handle(in world: inout World) -> CallResult? {
    switch segments {
    case ["jsonrpc"], ["web", "webclient", "version_info"], ["web", "session", "authenticate"]: break
    default: return nil
    }
    let body = call.object
    let id = body?["id"] ?? .null
    let params = body?["params"]?.mapValue ?? ValueMap()
    func result(_ value: Value) -> Answer { Answer(json: ["jsonrpc": "2.0", "id": id, "result": value]) }
    func fault(_ error: CRMError) -> Answer {
      Answer(
        json: [
          "jsonrpc": "2.0", "id": id,
          "error": [
            "code": 200, "message": "Odoo Server Error",
            "data": [
              "name": .string(error.name), "message": .string(error.message), "arguments": [.string(error.message)],
              "context": [:], "debug": "Traceback (most recent call last): the sandbox keeps none",
            ],
          ],
        ])
    }
    if segments.last == "version_info" {
      return .answer(result(["server_version": "18.0", "server_version_info": [18, 0, 0, "final", 0, ""]]))
    }
    if segments.last == "authenticate" {
      let isRight = params["password"]?.stringValue == world.options.odooKey
      return .answer(isRight ? result(["uid": 2, "user_context": ["lang": "en_US"]]) : fault(.denied))
    }
    let arguments = params["args"]?.listValue ?? []
    // `execute` has its arguments one after the other, `execute_kw` in a list with names behind it.
    let isFlat = params["method"] == "execute"
    guard params["service"] == "object", isFlat || params["method"] == "execute_kw" else {
      guard params["service"] == "common" else { return .answer(fault(.notFound("no such service"))) }
      if params["method"] == "version" { return .answer(result(["server_version": "18.0"])) }
      // A wrong key is no error here: nobody is signed in.
      let isRight = arguments.count >= 3 && arguments[2] == .string(world.options.odooKey)
      return .answer(result(isRight ? 2 : false))
    }
    guard arguments.count >= (isFlat ? 5 : 6), let model = arguments[3].stringValue,
      let method = arguments[4].stringValue
    else {
      return .answer(fault(.wrong("execute_kw takes database, user, key, model, method and arguments")))
    }
    guard arguments[1] == 2, arguments[2] == .string(world.options.odooKey) else { return .answer(fault(.denied)) }
    // Clients ask this once they are signed in.
    if model == "res.users", method == "context_get" { return .answer(result(["lang": "en_US", "tz": "UTC"])) }
    let positional = isFlat ? Array(arguments.dropFirst(5)) : arguments[5].listValue ?? []
    let named = Self.named(method, positional, isFlat || arguments.count < 7 ? nil : arguments[6].mapValue)
    let now = world.clock.now.description
    return world.disturbed("\(model).\(method)", call) { status in
      Answer(status: status, json: ["name": "werkzeug.exceptions.HTTPException", "message": "ordered by a fault"])
    } _: { world in
      do throws(CRMError) {
        let value = try world.crm.perform(model, method, named, now: now)
        // One record's values give one number, a list of them a list.
        if method == "create", positional.first?.mapValue != nil { return result(value[0] ?? .null) }
        return result(value)
      } catch {
        return fault(error)
      }
    }
  }

  /// The names of a method's positional arguments.
  private static let names = [
    "read": ["ids", "fields"], "write": ["ids", "vals"], "create": ["vals_list"],
    "search": ["domain", "offset", "limit"],
    "search_read": ["domain", "fields", "offset", "limit"], "search_count": ["domain"], "load": ["fields", "data"],
    "check_access_rights": ["operation", "raise_exception"], "message_post": ["ids", "body"],
    "fields_get": ["allfields", "attributes"],
  ]

  private static func named(_ method: String, _ positional: [Value], _ keywords: ValueMap?) -> ValueMap {
    var out = keywords ?? ValueMap()
    for (name, value) in zip(names[method] ?? ["ids"], positional) { out[name] = value }
    return out
  }
}

extension CRMError {
  static let denied = CRMError(status: 401, name: "odoo.exceptions.AccessDenied", message: "Access Denied")
}
