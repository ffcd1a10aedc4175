import CEL
import Testing

@testable import Sandbox

@Suite struct CRMTests {
  let fields: Value = ["id", "name", "stage_id", "probability", "email_from"]

  func load(_ bench: inout Bench, _ stage: String) -> Bench.Reply {
    bench.odoo(
      "crm.lead", "load",
      [
        "fields": fields,
        "data": [["magnetiq.vlt_20270301_ab12", "Booking VLT-20270301-AB12", .string(stage), "40", "a@example.org"]],
      ])
  }

  @Test func loadingTheSameExternalIdentifierTwiceMakesOneLead() throws {
    var bench = try Bench()
    let first = load(&bench, "consultation_booked")
    let again = load(&bench, "consultation_completed")
    #expect(first.body["ids"] == again.body["ids"])
    let leads = bench.odoo("crm.lead", "search_read", ["domain": [], "fields": ["name", "stage_id"]])
    #expect(leads.body == [["id": 1, "name": "Booking VLT-20270301-AB12", "stage_id": [4, "consultation_completed"]]])
    let data = bench.odoo(
      "ir.model.data", "search_read",
      ["domain": [["module", "=", "magnetiq"], ["name", "=", "vlt_20270301_ab12"]], "fields": ["res_id"]])
    #expect(data.body[0]?["res_id"] == 1)
  }

  @Test func aRowThatCannotBeTakenLeavesNothingBehind() throws {
    var bench = try Bench()
    let reply = load(&bench, "no_such_stage")
    #expect(reply.status == 200)
    #expect(reply.body["ids"] == false)
    #expect(reply.body["messages"]?[0]?["type"] == "error")
    #expect(bench.odoo("crm.lead", "search_count", ["domain": []]).body == 0)
  }

  @Test func notesAreFoundAgainByTheirLead() throws {
    var bench = try Bench()
    _ = load(&bench, "consultation_booked")
    #expect(bench.odoo("crm.lead", "message_post", ["ids": [1], "body": "paid (VLT/crm/1)"]).body == [1])
    let found = bench.odoo(
      "mail.message", "search_read",
      [
        "domain": [["model", "=", "crm.lead"], ["res_id", "=", 1], ["body", "like", "VLT/crm/1"]], "fields": ["body"],
      ])
    #expect(found.body == [["id": 1, "body": "paid (VLT/crm/1)"]])
    let report = bench.control("GET", "report", query: "reference=VLT-20270301-AB12")
    #expect(report.body["lead"]?["external_id"] == "magnetiq.vlt_20270301_ab12")
    #expect(report.body["lead"]?["stage"] == "consultation_booked")
    #expect(report.body["lead"]?["notes"] == ["paid (VLT/crm/1)"])
  }

  @Test func theStagesAreThoseOfTheSpecification() throws {
    var bench = try Bench()
    let stages = bench.odoo(
      "crm.stage", "search_read", ["domain": [["name", "=", "closed_lost"]], "fields": ["name"]])
    #expect(stages.body == [["id": 8, "name": "closed_lost"]])
    #expect(bench.odoo("crm.stage", "search_count", [:]).body == 8)
  }

  @Test func writingChangesEveryRecordOrNone() throws {
    var bench = try Bench()
    _ = load(&bench, "lead")
    #expect(bench.odoo("crm.lead", "write", ["ids": [1, 2], "vals": ["probability": 60]]).status == 404)
    #expect(bench.odoo("crm.lead", "read", ["ids": [1], "fields": ["probability"]]).body[0]?["probability"] == 40.0)
    #expect(bench.odoo("crm.lead", "write", ["ids": [1], "vals": ["probability": 60]]).body == true)
    #expect(bench.odoo("crm.lead", "read", ["ids": [1], "fields": ["probability"]]).body[0]?["probability"] == 60)
  }

  @Test func errorsHaveTheShapeOfTheInterface() throws {
    var bench = try Bench()
    let wrongKey = bench.odoo("crm.lead", "search", [:], key: "other")
    #expect(wrongKey.status == 401)
    #expect(wrongKey.body.mapValue?.keys == ["name", "message", "arguments", "context", "debug"])
    #expect(bench.odoo("crm.nonsense", "search", [:]).status == 404)
    #expect(bench.odoo("crm.lead", "nonsense", [:]).status == 404)
    #expect(bench.odoo("crm.lead", "read", [:]).status == 422)
    #expect(bench.odoo("crm.lead", "search", ["domain": [["name", "~", "x"]]]).status == 422)
  }

  @Test func aFieldThatTheModelLacksIsRefusedAsTheRealThingRefusesIt() throws {
    var bench = try Bench()
    let body: Value = ["fields": ["id", "name", "x_booking_ref"], "data": [["magnetiq.a", "N", "R"]]]
    let refused = bench.odoo("crm.lead", "load", body)
    #expect(refused.status == 500)
    #expect(refused.body["name"] == "builtins.KeyError")
    #expect(refused.body["message"] == "'x_booking_ref'")
    #expect(bench.odoo("crm.lead", "create", ["vals_list": [["nonsense": 1]]]).status == 422)
    #expect(bench.odoo("crm.lead", "search", ["domain": [["nonsense", "=", 1]]]).status == 422)
    #expect(bench.odoo("crm.lead", "search_count", ["domain": []]).body == 0)
    var other = try Bench { $0.odooFields = ["x_booking_ref"] }
    #expect(other.odoo("crm.lead", "load", body).body["ids"] == [1])
  }

  @Test func likeKnowsItsTwoWildcardsAndTheirEscape() {
    for (pattern, text, expected) in [
      ("a_c", "abc", true), ("a_c", "ac", false), ("a\\_c", "abc", false), ("a\\_c", "a_c", true), ("%b%", "abc", true),
      ("%b", "abcb", true), ("a%b%c", "aXbYbZc", true), ("", "", true), ("%", "", true), ("a", "ab", false),
      ("10\\%", "10%", true), ("10\\%", "100", false),
    ] {
      #expect(LikePattern(pattern).matches(text) == expected, "\(pattern) \(text)")
    }
  }

  @Test func domainsJoinTheirTermsInPolishNotation() throws {
    let row: ValueMap = ["name": "Ann", "probability": 40]
    let both: [Value] = ["|", ["name", "=", "Bob"], "&", ["probability", ">=", 40], ["name", "ilike", "aN"]]
    #expect(try CRMDomain.matches(row, both))
    #expect(try !CRMDomain.matches(row, ["!", ["name", "=like", "Ann"]]))
    #expect(try !CRMDomain.matches(row, [["name", "in", ["Ann"]], ["email", "!=", false]]))
  }
}

@Suite struct PostTests {
  func call(_ text: String, _ change: (inout Call) -> Void = { _ in }) -> Call {
    let body: Value = [
      "author": "urn:li:person:abc", "commentary": .string(text), "visibility": "PUBLIC",
      "distribution": ["feedDistribution": "MAIN_FEED"], "lifecycleState": "PUBLISHED",
    ]
    var call = Call(
      method: "POST", path: "/rest/posts",
      headers: [
        "authorization": "Bearer linkedin-sandbox", "linkedin-version": "202602", "x-restli-protocol-version": "2.0.0",
      ], body: JSON.encode(body))
    change(&call)
    return call
  }

  @Test func aPostIsAcknowledgedByItsName() throws {
    var bench = try Bench()
    let reply = bench.send(call("A good session"))
    #expect(reply?.status == 201)
    #expect(reply?.headers["x-restli-id"]?.hasPrefix("urn:li:share:") == true)
    _ = bench.send(call("A good session") { $0.headers["x-magnetiq-key"] = "VLT-1/social/1" })
    #expect(bench.control("GET", "posts").body.listValue?.count == 2)
    #expect(bench.control("GET", "report", query: "reference=VLT-1").body["posts"]?.listValue?.count == 1)
  }

  @Test func theHeadersOfTheInterfaceAreRequired() throws {
    var bench = try Bench()
    #expect(bench.send(call("x") { $0.headers["linkedin-version"] = nil })?.status == 400)
    #expect(bench.send(call("x") { $0.headers["linkedin-version"] = "202411" })?.status == 426)
    #expect(bench.send(call("x") { $0.headers["x-restli-protocol-version"] = nil })?.status == 400)
    #expect(bench.send(call("x") { $0.headers["authorization"] = "Bearer other" })?.status == 401)
    #expect(bench.send(call("x") { $0.body = Array("{}".utf8) })?.status == 422)
    #expect(bench.world.posts.posts.isEmpty)
  }

  @Test func aLostReplyLeavesAPostThatASecondAttemptDoubles() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "posts.create", "kind": "reply_lost"])
    #expect(bench.send(call("once")) == nil)
    #expect(bench.send(call("once"))?.status == 201)
    #expect(bench.world.posts.posts.count == 2)
  }
}
