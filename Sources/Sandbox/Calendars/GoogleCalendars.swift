import CEL
import CivilTime

/// The events of all calendars at Google.
struct GoogleCalendars: Sendable {
  struct Event: Sendable {
    let calendar: String
    let id: String
    var fields: ValueMap
    var revision = 1
    var isCancelled = false
    /// A meeting that was asked for is there at the next look.
    var hasMeeting = false

    var tag: String { "\"\(revision)000\"" }

    var json: Value {
      var out = fields
      out["kind"] = "calendar#event"
      out["id"] = .string(id)
      out["etag"] = .string(tag)
      out["status"] = isCancelled ? "cancelled" : "confirmed"
      if let request = fields["conferenceData"]?["createRequest"] {
        var made: ValueMap = ["createRequest": request]
        if case .map(var asked) = request {
          asked["status"] = ["statusCode": hasMeeting ? "success" : "pending"]
          made["createRequest"] = .map(asked)
        }
        if hasMeeting {
          let link: Value = .string(
            "https://meet.google.com/\(id.prefix(3))-\(id.dropFirst(3).prefix(4))-\(id.suffix(3))")
          out["hangoutLink"] = link
          made["entryPoints"] = .list([["entryPointType": "video", "uri": link]])
        }
        out["conferenceData"] = .map(made)
      }
      return .map(out)
    }

    func time(_ name: String) -> Instant? { fields[name]?["dateTime"]?.stringValue.flatMap { try? Instant.parse($0) } }
  }

  var tokens = AccessTokens("ya29.sandbox")
  var events: [Event] = []

  func place(_ calendar: String, _ id: String) -> Int? {
    events.firstIndex { $0.calendar == calendar && $0.id == id }
  }
}

/// A call of the part of Google's interfaces that is about calendars, after their documentation: `POST /token`, and below
/// `/calendar/v3` the events' `get`, `list`, `insert`, `update`, `patch` and `delete`, and `freeBusy`. Every address is a
/// calendar that is shared with us, but those of `nobody@`.
struct GoogleCall {
  let call: Call
  let segments: [String]

  private static func refuse(_ status: Int, _ reason: String, _ message: String) -> Answer {
    Answer(
      status: status,
      json: [
        "error": [
          "code": json(status), "message": .string(message),
          "errors": .list([["domain": "global", "reason": .string(reason), "message": .string(message)]]),
        ]
      ])
  }

  func handle(in world: inout World) -> CallResult {
    if segments == ["token"] { return .answer(token(&world)) }
    guard world.google.tokens.takes(call.bearer, now: world.clock.now) else {
      return .answer(Self.refuse(401, "authError", "Invalid Credentials"))
    }
    let operation: String
    switch (call.method, segments.count) {
    case ("POST", 3) where segments[2] == "freeBusy": operation = "google.freebusy"
    case ("GET", 5), ("GET", 6): operation = "google.get"
    case ("POST", 5): operation = "google.insert"
    case ("PUT", 6), ("PATCH", 6): operation = "google.update"
    case ("DELETE", 6): operation = "google.delete"
    default: return .answer(Self.refuse(404, "notFound", "Not Found"))
    }
    return world.disturbed(operation, call, error: { Self.refuse($0, "backendError", "ordered by a fault") }) { world in
      if operation == "google.freebusy" { return freeBusy(world) }
      guard segments[1] == "v3", segments[2] == "calendars", segments[4] == "events", isShared(segments[3]) else {
        return Self.refuse(404, "notFound", "Not Found")
      }
      switch call.method {
      case "GET": return read(&world)
      case "POST": return insert(&world)
      case "DELETE": return delete(&world)
      default: return update(&world)
      }
    }
  }

  private func token(_ world: inout World) -> Answer {
    let form = FormText.fields(String(decoding: call.body, as: UTF8.self))
    guard call.method == "POST", form["client_id"] == "google-client", form["client_secret"] == "google-sandbox" else {
      return Answer(status: 401, json: ["error": "invalid_client", "error_description": "Unauthorized"])
    }
    guard form["grant_type"] == "refresh_token", form["refresh_token"] == "google-refresh" else {
      return Answer(status: 400, json: ["error": "invalid_grant", "error_description": "Bad Request"])
    }
    return world.google.tokens.give(now: world.clock.now)
  }

  private func isShared(_ calendar: String) -> Bool {
    calendar == "primary" || calendar.contains("@") && !calendar.hasPrefix("nobody@")
  }

  private func read(_ world: inout World) -> Answer {
    if segments.count == 5 {
      let own = world.google.events.filter { $0.calendar == segments[3] && !$0.isCancelled }
      return Answer(json: ["kind": "calendar#events", "items": .list(own.map(\.json))])
    }
    guard let place = world.google.place(segments[3], segments[5]) else {
      return Self.refuse(404, "notFound", "Not Found")
    }
    world.google.events[place].hasMeeting = world.google.events[place].fields["conferenceData"] != nil
    return Answer(json: world.google.events[place].json)
  }

  private func insert(_ world: inout World) -> Answer {
    guard let body = call.object, let fault = Self.fault(in: body, isNew: true) else {
      return Self.refuse(400, "parseError", "Parse Error")
    }
    guard fault.isEmpty else { return Self.refuse(400, "invalid", "Invalid value for: \(fault)") }
    if body["conferenceData"] != nil, FormText.fields(call.query)["conferenceDataVersion"] != "1" {
      return Self.refuse(400, "invalid", "conferenceDataVersion has to be 1")
    }
    let id = body["id"]?.stringValue ?? "sandbox\(world.google.events.count)"
    guard world.google.place(segments[3], id) == nil else {
      return Self.refuse(409, "duplicate", "The requested identifier already exists.")
    }
    let event = GoogleCalendars.Event(calendar: segments[3], id: id, fields: body)
    world.google.events.append(event)
    return Answer(json: event.json)
  }

  private func update(_ world: inout World) -> Answer {
    guard let place = world.google.place(segments[3], segments[5]) else {
      return Self.refuse(404, "notFound", "Not Found")
    }
    guard let body = call.object, let fault = Self.fault(in: body, isNew: call.method == "PUT") else {
      return Self.refuse(400, "parseError", "Parse Error")
    }
    guard fault.isEmpty else { return Self.refuse(400, "invalid", "Invalid value for: \(fault)") }
    var event = world.google.events[place]
    if let tag = call.headers["if-match"], tag != event.tag {
      return Self.refuse(412, "conditionNotMet", "Precondition Failed")
    }
    if call.method == "PUT" {
      event.fields = body
      event.isCancelled = false
    } else {
      for entry in body.entries { event.fields[entry.key.stringValue ?? ""] = entry.value }
    }
    event.revision += 1
    world.google.events[place] = event
    return Answer(json: event.json)
  }

  private func delete(_ world: inout World) -> Answer {
    guard let place = world.google.place(segments[3], segments[5]) else {
      return Self.refuse(404, "notFound", "Not Found")
    }
    guard !world.google.events[place].isCancelled else {
      return Self.refuse(410, "deleted", "Resource has been deleted")
    }
    world.google.events[place].isCancelled = true
    world.google.events[place].revision += 1
    return Answer(status: 204)
  }

  private func freeBusy(_ world: World) -> Answer {
    guard let body = call.object, let from = body["timeMin"]?.stringValue.flatMap({ try? Instant.parse($0) }),
      let to = body["timeMax"]?.stringValue.flatMap({ try? Instant.parse($0) })
    else { return Self.refuse(400, "required", "Missing timeMin or timeMax parameter.") }
    guard from < to else { return Self.refuse(400, "timeRangeEmpty", "The specified time range is empty.") }
    guard to.duration(since: from) <= .seconds(92 * 86_400) else {
      return Self.refuse(400, "timeRangeTooLong", "The requested time range is too long.")
    }
    var calendars = ValueMap()
    for id in (body["items"]?.listValue ?? []).compactMap({ $0["id"]?.stringValue }) {
      guard isShared(id) else {
        calendars[id] = ["errors": .list([["domain": "global", "reason": "notFound"]]), "busy": []]
        continue
      }
      var times: [Value] = []
      for event in world.google.events where event.calendar == id && !event.isCancelled {
        guard event.fields["transparency"] != "transparent", let start = event.time("start"),
          let end = event.time("end"), start < to, end > from
        else { continue }
        times.append(["start": rfc3339(start), "end": rfc3339(end)])
      }
      calendars[id] = ["busy": .list(times)]
    }
    return Answer(json: ["kind": "calendar#freeBusy", "calendars": .map(calendars)])
  }

  /// Empty for an event that would be taken.
  private static func fault(in body: ValueMap, isNew: Bool) -> String? {
    for entry in body.entries {
      switch (entry.key.stringValue ?? "", entry.value) {
      case ("id", .string(let id)):
        let isBase32 = id.utf8.allSatisfy { (97...118).contains($0) || (48...57).contains($0) }
        if !(5...1_024).contains(id.utf8.count) || !isBase32 { return "id" }
      case ("start", let time), ("end", let time):
        guard let text = time["dateTime"]?.stringValue, (try? Instant.parse(text)) != nil else {
          return entry.key.stringValue
        }
      case ("status", .string(let status)):
        if !["confirmed", "tentative", "cancelled"].contains(status) { return "status" }
      case ("transparency", .string(let kind)): if !["opaque", "transparent"].contains(kind) { return "transparency" }
      case ("extendedProperties", let value):
        for field in value["private"]?.mapValue?.entries ?? [] where field.value.stringValue == nil {
          return "extendedProperties"
        }
      case ("conferenceData", let value):
        guard value["createRequest"]?["requestId"]?.stringValue != nil,
          value["createRequest"]?["conferenceSolutionKey"]?["type"] == "hangoutsMeet"
        else { return "conferenceData" }
      case ("summary", .string), ("description", .string), ("location", .string): break
      case (let name, _): return name
      }
    }
    return isNew && (body["start"] == nil || body["end"] == nil) ? "start, end" : ""
  }
}
