import CEL
import CivilTime
import Encoding

/// The meetings of all hosts.
struct MeetingRoom: Sendable {
  struct Meeting: Sendable {
    let id: Int64
    let host: String
    var fields: ValueMap

    var json: Value {
      var out = fields
      out["id"] = .int(id)
      out["host_email"] = .string(host)
      out["join_url"] = .string("https://meetings.sandbox.invalid/j/\(id)?pwd=x")
      out["start_url"] = .string("https://meetings.sandbox.invalid/s/\(id)?zak=secret")
      out["status"] = "waiting"
      out["password"] = "sandbox"
      return .map(out)
    }
  }

  static let page = 300
  private(set) var meetings: [Meeting] = []
  private var count: Int64 = 0
  /// The token that is taken at present.
  var tokens = 0

  mutating func add(_ fields: ValueMap, host: String) -> Meeting {
    count += 1
    let meeting = Meeting(id: 85_000_000_000 + count, host: host, fields: fields)
    meetings.append(meeting)
    return meeting
  }

  mutating func change(_ id: String, _ fields: ValueMap) -> Bool {
    guard let place = meetings.firstIndex(where: { String($0.id) == id }) else { return false }
    for entry in fields.entries { meetings[place].fields[entry.key.stringValue ?? ""] = entry.value }
    return true
  }

  mutating func remove(_ id: String) -> Bool {
    guard let place = meetings.firstIndex(where: { String($0.id) == id }) else { return false }
    meetings.remove(at: place)
    return true
  }
}

/// Zoom's interface.
enum MeetingInterface {
  private static func refuse(_ status: Int, _ code: Int, _ message: String) -> Answer {
    Answer(status: status, json: ["code": json(code), "message": .string(message)])
  }

  /// The part of Zoom's interface that is about meetings, after its documentation: `POST /oauth/token`,
  /// `GET` and `POST /v2/users/{host}/meetings`, `PATCH` and `DELETE /v2/meetings/{id}`.
  static func answer(_ call: Call, _ segments: [String], _ world: inout World) -> CallResult {
    if segments == ["oauth", "token"] { return .answer(token(call, &world)) }
    guard world.rooms.tokens > 0, call.bearer == "zoom-\(world.rooms.tokens)" else {
      return .answer(Self.refuse(401, 124, "Invalid access token."))
    }
    switch (call.method, segments.count, segments[1]) {
    case ("POST", 4, "users") where segments[3] == "meetings":
      return world.disturbed("meetings.create", call, error: { Self.refuse($0, 5_010, "ordered by a fault") }) {
        world in
        create(call, host: segments[2], &world)
      }
    case ("GET", 4, "users") where segments[3] == "meetings":
      return world.disturbed("meetings.list", call, error: { Self.refuse($0, 5_010, "ordered by a fault") }) { world in
        let own = world.rooms.meetings.filter { $0.host == segments[2] }
        return Answer(json: [
          "page_size": json(MeetingRoom.page), "total_records": json(own.count), "next_page_token": "",
          "meetings": .list(own.prefix(MeetingRoom.page).map(\.json)),
        ])
      }
    case ("PATCH", 3, "meetings"), ("DELETE", 3, "meetings"):
      return world.disturbed("meetings.change", call, error: { Self.refuse($0, 5_010, "ordered by a fault") }) {
        world in
        change(call, segments[2], &world)
      }
    default: return .answer(Self.refuse(404, 2_300, "This API endpoint is not recognized."))
    }
  }

  private static func token(_ call: Call, _ world: inout World) -> Answer {
    let credentials = Base64.encode(Array("zoom-client:zoom-sandbox".utf8))
    guard call.method == "POST", call.headers["authorization"] == "Basic \(credentials)" else {
      return Answer(status: 400, json: ["reason": "Invalid client_id or client_secret", "error": "invalid_client"])
    }
    guard call.query.split(separator: "&").contains("grant_type=account_credentials"),
      call.query.split(separator: "&").contains("account_id=zoom-account")
    else { return Answer(status: 400, json: ["reason": "unsupported grant type", "error": "unsupported_grant_type"]) }
    world.rooms.tokens += 1
    return Answer(json: [
      "access_token": .string("zoom-\(world.rooms.tokens)"), "token_type": "bearer", "expires_in": 3_599,
      "scope": "meeting:read:admin meeting:write:admin",
    ])
  }

  private static func create(_ call: Call, host: String, _ world: inout World) -> Answer {
    guard host == "me" || EmailAddress(host) != nil else {
      return Self.refuse(404, 1_001, "User does not exist: \(host).")
    }
    guard let body = call.object, let fault = Self.fault(in: body, isNew: true) else {
      return Self.refuse(400, 300, "Validation Failed.")
    }
    guard fault.isEmpty else { return Self.refuse(400, 300, fault) }
    return Answer(status: 201, json: world.rooms.add(body, host: host).json)
  }

  private static func change(_ call: Call, _ id: String, _ world: inout World) -> Answer {
    let isThere: Bool
    if call.method == "DELETE" {
      isThere = world.rooms.remove(id)
    } else {
      guard let body = call.object, Self.fault(in: body, isNew: false)?.isEmpty == true else {
        return Self.refuse(400, 300, "Validation Failed.")
      }
      isThere = world.rooms.change(id, body)
    }
    return isThere ? Answer(status: 204) : Self.refuse(404, 3_001, "Meeting does not exist: \(id).")
  }

  /// Empty for a meeting that would be taken.
  private static func fault(in body: ValueMap, isNew: Bool) -> String? {
    for entry in body.entries {
      switch (entry.key.stringValue ?? "", entry.value) {
      case ("topic", .string(let text)): if text.isEmpty || text.count > 200 { return "topic" }
      case ("agenda", .string(let text)): if text.count > 2_000 { return "agenda" }
      case ("type", .int(let type)): if ![1, 2, 3, 8].contains(type) { return "type" }
      case ("duration", .int(let minutes)): if !(1...1_440).contains(minutes) { return "duration" }
      case ("start_time", .string(let text)): if (try? Instant.parse(text)) == nil { return "start_time" }
      case ("timezone", .string), ("password", .string), ("settings", .map): break
      case (let name, _): return name
      }
    }
    return isNew && body["type"] == 2 && body["start_time"] == nil ? "start_time" : ""
  }
}
