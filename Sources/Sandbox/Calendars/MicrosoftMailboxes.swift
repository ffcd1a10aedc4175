import CEL
import CivilTime

/// The events and the online meetings of all mailboxes at Microsoft.
struct MicrosoftMailboxes: Sendable {
  struct Event: Sendable {
    let owner: String
    let id: String
    var fields: ValueMap
    var revision = 1

    var tag: String { "W/\"sandbox\(revision)\"" }

    /// An extended property's value, if it is asked for by its name.
    func property(_ name: String) -> String? {
      fields["singleValueExtendedProperties"]?.listValue?.first { $0["id"]?.stringValue == name }?["value"]?.stringValue
    }

    func time(_ name: String) -> Instant? {
      fields[name]?["dateTime"]?.stringValue.flatMap { try? Instant.parse(String($0.prefix(19)) + "Z") }
    }
  }

  struct Meeting: Sendable {
    let owner: String
    let id: String
    var fields: ValueMap

    var json: Value {
      var out = fields
      out["id"] = .string(id)
      out["joinWebUrl"] = .string("https://teams.microsoft.com/l/meetup-join/\(id)")
      out["joinMeetingIdSettings"] = ["joinMeetingId": "1234567890", "passcode": "abc123", "isPasscodeRequired": true]
      return .map(out)
    }
  }

  var tokens = AccessTokens("eyJ0.sandbox")
  var events: [Event] = []
  var meetings: [Meeting] = []
  private var count = 0

  mutating func nextID() -> String {
    count += 1
    return "AAMkSandbox-\(count)="
  }
}

/// A call of the part of Microsoft Graph that is about calendars and online meetings, after its documentation. Every address
/// is a mailbox of ours but those of `nobody@`; hosts of meetings are object identifiers that do not begin with `0`.
struct GraphCall {
  let call: Call
  let segments: [String]

  private static func refuse(_ status: Int, _ code: String, _ message: String) -> Answer {
    Answer(status: status, json: ["error": ["code": .string(code), "message": .string(message)]])
  }

  func handle(in world: inout World) -> CallResult {
    if segments[0] != "v1.0" { return .answer(token(&world)) }
    guard world.microsoft.tokens.takes(call.bearer, now: world.clock.now) else {
      return .answer(
        Self.refuse(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."))
    }
    guard segments.count >= 4, segments[1] == "users" else {
      return .answer(Self.refuse(404, "ResourceNotFound", "Resource not found."))
    }
    let operation =
      segments[3] == "onlineMeetings"
      ? "graph.meeting" : segments.last == "getSchedule" ? "graph.schedule" : "graph.\(call.method.lowercased())"
    return world.disturbed(operation, call, error: { Self.refuse($0, "generalException", "ordered by a fault") }) {
      world in
      switch (segments[3], segments.count) {
      case ("events", 4), ("events", 5):
        guard segments[2].contains("@"), !segments[2].hasPrefix("nobody@") else {
          return Self.refuse(404, "ErrorInvalidUser", "The requested user '\(segments[2])' is invalid.")
        }
        return events(&world)
      case ("calendar", 5) where segments[4] == "getSchedule" && call.method == "POST": return schedule(world)
      case ("onlineMeetings", 5): return meeting(&world)
      default: return Self.refuse(404, "ResourceNotFound", "Resource not found.")
      }
    }
  }

  private func token(_ world: inout World) -> Answer {
    let form = FormText.fields(String(decoding: call.body, as: UTF8.self))
    guard segments[0] == "sandbox-tenant", call.method == "POST" else {
      return Answer(
        status: 400, json: ["error": "invalid_request", "error_description": "AADSTS90002: Tenant not found."])
    }
    guard form["client_id"] == "graph-client", form["client_secret"] == "graph-sandbox" else {
      return Answer(status: 401, json: ["error": "invalid_client", "error_description": "AADSTS7000215"])
    }
    guard form["grant_type"] == "client_credentials", form["scope"]?.hasSuffix("/.default") == true else {
      return Answer(status: 400, json: ["error": "invalid_scope", "error_description": "AADSTS70011"])
    }
    return world.microsoft.tokens.give(now: world.clock.now)
  }

  private func events(_ world: inout World) -> Answer {
    let owner = segments[2]
    switch (call.method, segments.count) {
    case ("GET", 4): return list(world)
    case ("POST", 4):
      guard let body = call.object, let fault = Self.fault(in: body, isNew: true) else {
        return Self.refuse(400, "BadRequest", "Unable to read JSON request payload.")
      }
      guard fault.isEmpty else { return Self.refuse(400, "ErrorPropertyValidationFailure", fault) }
      // The same transaction is the same event.
      if let id = body["transactionId"]?.stringValue,
        let known = world.microsoft.events.first(where: {
          $0.owner == owner && $0.fields["transactionId"]?.stringValue == id
        })
      {
        return Answer(status: 201, json: Self.json(known, [:]))
      }
      let event = MicrosoftMailboxes.Event(owner: owner, id: world.microsoft.nextID(), fields: body)
      world.microsoft.events.append(event)
      return Answer(status: 201, json: Self.json(event, [:]))
    case ("PATCH", 5), ("DELETE", 5):
      guard let place = world.microsoft.events.firstIndex(where: { $0.owner == owner && $0.id == segments[4] }) else {
        return Self.refuse(404, "ErrorItemNotFound", "The specified object was not found in the store.")
      }
      if let tag = call.headers["if-match"], tag != world.microsoft.events[place].tag {
        return Self.refuse(412, "ErrorIrresolvableConflict", "The send or update operation could not be performed.")
      }
      if call.method == "DELETE" {
        world.microsoft.events.remove(at: place)
        return Answer(status: 204)
      }
      guard let body = call.object, let fault = Self.fault(in: body, isNew: false) else {
        return Self.refuse(400, "BadRequest", "Unable to read JSON request payload.")
      }
      guard fault.isEmpty else { return Self.refuse(400, "ErrorPropertyValidationFailure", fault) }
      for entry in body.entries { world.microsoft.events[place].fields[entry.key.stringValue ?? ""] = entry.value }
      world.microsoft.events[place].revision += 1
      return Answer(json: Self.json(world.microsoft.events[place], [:]))
    default: return Self.refuse(405, "ErrorInvalidRequest", "The method is not allowed.")
    }
  }

  private static func json(_ event: MicrosoftMailboxes.Event, _ properties: [String: String]) -> Value {
    var out: ValueMap = ["id": .string(event.id), "@odata.etag": .string(event.tag)]
    for name in ["subject", "start", "end", "showAs", "location"] {
      if let value = event.fields[name] { out[name] = value }
    }
    if !properties.isEmpty {
      out["singleValueExtendedProperties"] = .list(
        properties.sorted { $0.key < $1.key }.map { ["id": .string($0.key), "value": .string($0.value)] })
    }
    return .map(out)
  }

  /// Events with a property of a value. A property is shown only if it is asked for by `$expand`.
  private func list(_ world: World) -> Answer {
    let query = FormText.fields(call.query)
    var found = world.microsoft.events.filter { $0.owner == segments[2] }
    if let filter = query["$filter"] {
      let form = /singleValueExtendedProperties\/Any\(ep: ep\/id eq '([^']+)' and ep\/value eq '((?:[^']|'')*)'\)/
      guard let match = filter.wholeMatch(of: form) else {
        return Self.refuse(400, "BadRequest", "Invalid filter clause: \(filter)")
      }
      let value = String(match.2).replacing("''", with: "'")
      found = found.filter { $0.property(String(match.1))?.lowercased() == value.lowercased() }
    }
    var name: String?
    if let expand = query["$expand"] {
      guard let match = expand.wholeMatch(of: /singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)/) else {
        return Self.refuse(400, "BadRequest", "Parsing OData Select and Expand failed.")
      }
      name = String(match.1)
    }
    let rows = found.prefix(Int(query["$top"] ?? "") ?? 10).map { event in
      Self.json(event, name.flatMap { name in event.property(name).map { [name: $0] } } ?? [:])
    }
    return Answer(json: ["value": .list(Array(rows))])
  }

  private func schedule(_ world: World) -> Answer {
    guard let body = call.object, let from = Self.instant(body["startTime"]), let to = Self.instant(body["endTime"]),
      from < to
    else { return Self.refuse(400, "ErrorInvalidTimeInterval", "The time window is invalid.") }
    let minutes = body["availabilityViewInterval"]?.intValue ?? 30
    guard to.duration(since: from) <= .seconds(62 * 86_400) else {
      return Self.refuse(
        400, "ErrorTimeIntervalTooBig", "The requested time duration is too long. The allowed limit = 62 days.")
    }
    guard (5...1_440).contains(minutes), to.duration(since: from) > .seconds(minutes * 60) else {
      return Self.refuse(
        400, "ErrorInvalidMergedFreeBusyInterval", "The specified merged free/busy interval is not valid.")
    }
    let rows = (body["schedules"]?.listValue ?? []).compactMap(\.stringValue).map { owner -> Value in
      guard !owner.hasPrefix("nobody@") else {
        return [
          "scheduleId": .string(owner),
          "error": ["message": "Unable to resolve e-mail address.", "responseCode": "ErrorMailRecipientNotFound"],
        ]
      }
      let items = world.microsoft.events.filter { $0.owner == owner }.compactMap { event -> Value? in
        guard let start = event.time("start"), let end = event.time("end"), start < to, end > from else { return nil }
        return [
          "status": event.fields["showAs"] ?? "busy", "isPrivate": false, "start": Self.time(start),
          "end": Self.time(end),
        ]
      }
      return ["scheduleId": .string(owner), "availabilityView": "0", "scheduleItems": .list(items)]
    }
    return Answer(json: ["value": .list(rows)])
  }

  private func meeting(_ world: inout World) -> Answer {
    let (owner, name) = (segments[2], segments[4])
    let parts = owner.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
    guard parts == [8, 4, 4, 4, 12], !owner.hasPrefix("0") else {
      return Self.refuse(403, "Forbidden", "No application access policy found for this app on the user.")
    }
    let place = world.microsoft.meetings.firstIndex { $0.owner == owner && $0.id == name }
    switch call.method {
    case "POST" where name == "createOrGet":
      guard let body = call.object, let key = body["externalId"]?.stringValue, !key.isEmpty,
        let start = Self.date(body["startDateTime"]), let end = Self.date(body["endDateTime"]), start < end
      else { return Self.refuse(400, "BadRequest", "externalId, startDateTime and endDateTime are required.") }
      if let known = world.microsoft.meetings.first(where: {
        $0.owner == owner && $0.fields["externalId"]?.stringValue == key
      }) {
        return Answer(json: known.json)
      }
      let meeting = MicrosoftMailboxes.Meeting(owner: owner, id: "MSp\(world.microsoft.nextID())", fields: body)
      world.microsoft.meetings.append(meeting)
      return Answer(status: 201, json: meeting.json)
    case "GET", "PATCH", "DELETE":
      guard let place else { return Self.refuse(404, "NotFound", "3004: Meeting not found.") }
      if call.method == "GET" { return Answer(json: world.microsoft.meetings[place].json) }
      if call.method == "DELETE" {
        world.microsoft.meetings.remove(at: place)
        return Answer(status: 204)
      }
      guard let body = call.object, let start = Self.date(body["startDateTime"]),
        let end = Self.date(body["endDateTime"]),
        start < end
      else { return Self.refuse(400, "BadRequest", "startDateTime and endDateTime are to be given together.") }
      for entry in body.entries { world.microsoft.meetings[place].fields[entry.key.stringValue ?? ""] = entry.value }
      return Answer(json: world.microsoft.meetings[place].json)
    default: return Self.refuse(405, "BadRequest", "The method is not allowed.")
    }
  }

  private static func date(_ value: Value?) -> Instant? { value?.stringValue.flatMap { try? Instant.parse($0) } }

  private static func time(_ instant: Instant) -> Value {
    ["dateTime": .string("\(instant.description.prefix(19)).0000000"), "timeZone": "UTC"]
  }

  private static func instant(_ value: Value?) -> Instant? {
    guard value?["timeZone"]?.stringValue == "UTC", let text = value?["dateTime"]?.stringValue else { return nil }
    return try? Instant.parse(String(text.prefix(19)) + "Z")
  }

  /// Empty for an event that would be taken.
  private static func fault(in body: ValueMap, isNew: Bool) -> String? {
    for entry in body.entries {
      switch (entry.key.stringValue ?? "", entry.value) {
      case ("start", let time), ("end", let time):
        if instant(time) == nil { return "start and end are to be dateTimeTimeZone" }
      case ("showAs", .string(let kind)):
        if !["free", "tentative", "busy", "oof", "workingElsewhere", "unknown"].contains(kind) { return "showAs" }
      case ("singleValueExtendedProperties", .list(let list)):
        for property in list {
          guard property["id"]?.stringValue?.wholeMatch(of: /String \{[0-9a-f-]{36}\} Name [A-Za-z]+/) != nil,
            property["value"]?.stringValue != nil
          else { return "singleValueExtendedProperties" }
        }
      case ("transactionId", .string): if !isNew { return "transactionId is set when an event is created" }
      case ("subject", .string), ("location", .map), ("body", .map): break
      case (let name, _): return "the property '\(name)' does not exist"
      }
    }
    guard !isNew || body["start"] != nil && body["end"] != nil else { return "start and end are required" }
    if let start = instant(body["start"]), let end = instant(body["end"]), start > end {
      return "start is later than end"
    }
    return ""
  }
}
