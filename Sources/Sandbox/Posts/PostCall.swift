import CEL

/// A call of LinkedIn's Posts API: `POST /rest/posts` answers 201 with `x-restli-id` and no body.
struct PostCall {
  let call: Call
  let segments: [String]

  func handle(in world: inout World) -> CallResult {
    func refuse(_ status: Int, _ code: String, _ message: String) -> Answer {
      Answer(status: status, json: ["status": json(status), "code": .string(code), "message": .string(message)])
    }
    let isQuestion = segments == ["v2", "userinfo"] && call.method == "GET"
    guard isQuestion || segments == ["rest", "posts"] && call.method == "POST" else {
      return .answer(refuse(404, "RESOURCE_NOT_FOUND", "No virtual resource found"))
    }
    guard call.bearer == world.options.linkedinToken else {
      return .answer(refuse(401, "INVALID_ACCESS_TOKEN", "Invalid access token"))
    }
    guard let version = call.headers["linkedin-version"], version.utf8.count == 6, Int(version) != nil else {
      return .answer(refuse(400, "VERSION_MISSING", "A version must be present: LinkedIn-Version: YYYYMM"))
    }
    guard version >= world.options.linkedinOldestVersion else {
      return .answer(refuse(426, "NONEXISTENT_VERSION", "Requested version \(version)01 is not active"))
    }
    if isQuestion { return .answer(Answer(json: ["sub": "sandbox", "name": "Sandbox"])) }
    guard call.headers["x-restli-protocol-version"] == "2.0.0" else {
      return .answer(refuse(400, "PROTOCOL_VERSION", "X-Restli-Protocol-Version must be 2.0.0"))
    }
    return world.disturbed("posts.create", call) {
      refuse($0, "FAULT", "ordered by a fault")
    } _: { world in
      guard let post = call.object, let text = post["commentary"]?.stringValue else {
        return refuse(422, "MISSING_FIELD", "field /commentary is required but not found")
      }
      guard let author = post["author"]?.stringValue,
        author.hasPrefix("urn:li:person:") || author.hasPrefix("urn:li:organization:")
      else { return refuse(422, "INVALID_URN", "field /author is not the URN of a person or an organization") }
      guard post["lifecycleState"]?.stringValue == "PUBLISHED", post["visibility"]?.stringValue != nil,
        post["distribution"]?["feedDistribution"]?.stringValue != nil
      else {
        return refuse(422, "MISSING_FIELD", "fields /lifecycleState, /visibility and /distribution are required")
      }
      guard text.count <= 3_000 else { return refuse(422, "TOO_LONG", "field /commentary exceeds 3000 characters") }
      let urn = world.posts.add(author: author, text: text, key: call.headers["x-magnetiq-key"], at: world.clock.now)
      return Answer(status: 201, headers: [.init(name: "x-restli-id", value: urn)])
    }
  }
}
