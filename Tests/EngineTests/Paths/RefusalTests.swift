import CEL
import CivilTime
import EngineMessages
import Execution
import Executors
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// Wrong input from outside is refused and leaves nothing behind.
@Suite struct RefusalTests {
  /// A booking's input with one field changed. nil: the field is absent.
  func input(_ bench: Bench, _ path: [String], _ value: Value?) -> Value {
    changed(bench.booking.input, path[...], value)
  }

  func changed(_ value: Value, _ path: ArraySlice<String>, _ new: Value?) -> Value {
    guard let key = path.first, case .map(let map) = value else { return new ?? .null }
    var result = ValueMap()
    for entry in map.entries where entry.key.stringValue != key { result[entry.key.stringValue ?? ""] = entry.value }
    if path.count == 1 {
      if let new { result[key] = new }
    } else {
      result[key] = changed(map[key] ?? .null, path.dropFirst(), new)
    }
    return .map(result)
  }

  func start(_ bench: Bench, _ input: Value) throws -> Reply {
    try bench.simulation.send { token in
      .start(
        StartRequest(
          source: "api:test", key: "start", workflow: "booking", input: input, content: JSON.encode(input),
          actor: "site"),
        token)
    }
  }

  static let wrong: [(path: [String], value: Value?, code: String)] = [
    (["price"], "3000", "wrong_input"), (["price"], nil, "wrong_input"), (["price"], 0, "wrong_input"),
    (["price"], -1, "wrong_input"), (["price"], .double(30.5), "wrong_input"), (["start"], "tomorrow", "wrong_input"),
    (["start"], "2027-02-30T10:00:00Z", "wrong_input"), (["start"], "2020-01-01T10:00:00Z", "bad_time"),
    (["end"], "2027-03-01T10:00:00Z", "bad_time"), (["method"], "cash", "wrong_input"),
    (["surprise"], true, "wrong_input"), (["client", "surprise"], true, "wrong_input"),
    (["client", "name"], "Ada\r\nBcc: all@client.example", "wrong_input"),
    (["client", "name"], "Ada\u{0}", "wrong_input"),
    (["client", "name"], .list([]), "wrong_input"), (["client", "email"], nil, "wrong_input"),
    (["client"], "Ada", "wrong_input"), (["client", "name"], ["$personal": "client.email"], "reserved_name"),
    (["client", "language"], "fr", "wrong_input"), (["currency"], "USD", "currency_mismatch"),
    (["consents", "terms"], false, "consents_missing"), (["consents", "data"], false, "consents_missing"),
    (["consents", "terms"], nil, "wrong_input"), (["method"], "sepa_debit", "method_too_slow"),
    (["reference"], .int(1), "wrong_input"), (["reference"], "", "wrong_input"), (["reference"], "a b", "wrong_input"),
    (["reference"], "a\u{202E}b", "wrong_input"), (["reference"], "../b", "wrong_input"),
    (["client", "zone"], "Mars/Olympus", "wrong_input"), (["consultant", "zone"], "europe/berlin", "wrong_input"),
    (["consultant", "currency"], "EURO", "wrong_input"), (["currency"], "XTS", "wrong_input"),
    (["client", "email"], "ada", "wrong_input"), (["service", "title"], "a\nb", "wrong_input"),
    (["consultant", "id"], "carl/day/2027-03-01", "wrong_input"), (["price"], .int(.max), "wrong_input"),
  ]

  @Test(arguments: wrong.indices)
  func aWrongRequestIsRefusedAndStoresNothing(_ index: Int) throws {
    let (path, value, code) = Self.wrong[index]
    let bench = try Bench()
    #expect(try start(bench, input(bench, path, value)).refusal == code, "\(path) \(String(describing: value))")
    let reader = try bench.simulation.reader()
    #expect(try reader.families(.init(limit: 10)).isEmpty)
    #expect(try reader.nextTimer() == nil)
    #expect(try reader.nextTask(of: StandardExecutors.catalogue.map(\.name)) == nil)
    #expect(bench.providers.requests == 0)
    try bench.expectSound()
    // The same key may be used again, with a body that is right.
    guard case .created = try start(bench, bench.booking.input) else { throw Failure("a right request is refused") }
  }

  @Test func anEventWithWrongDataIsRefusedAndChangesNothing() throws {
    let bench = try Bench()
    try bench.confirm()
    let before = try bench.view
    let wrong: [(String, String, Value, String)] = [
      ("cancel.client", "client", ["reason": 1], "wrong_data"),
      ("cancel.client", "client", ["reason": nil, "surprise": 1], "wrong_data"),
      ("cancel.client", "consultant", ["reason": nil], "forbidden"),
      ("cancel.consultant", "client", ["reason": nil], "forbidden"),
      ("cancel.operator", "client", ["reason": "x"], "forbidden"),
      ("refund.amount", "client", ["amount": 3_000, "reason": "x"], "forbidden"),
      ("operator.unfreeze", "consultant", ["reason": "x"], "forbidden"),
      ("pi.succeeded", "client", ["amount": 3_000], "forbidden"),
      ("payment.paid", "client", ["amount": 3_000], "unknown_event"),
      ("money.lost", "operator", .map(ValueMap()), "unknown_event"),
      ("client.object", "client", ["reason": "a\u{7}"], "wrong_data"),
      ("no.such.event", "client", .map(ValueMap()), "unknown_event"),
      ("client.confirm", "client", .map(ValueMap()), "not_now"),
    ]
    for (number, (name, role, data, code)) in wrong.enumerated() {
      let reply = try bench.booking.party(name, role, data, key: "wrong-\(number)")
      #expect(reply.refusal == code, "\(name) by \(role): \(reply)")
    }
    #expect(try bench.view == before)
    try bench.expectSound()
  }

  @Test func anEventForABookingThatDoesNotExistIsRefused() throws {
    let bench = try Bench()
    guard case .unknownTarget = try bench.booking.party("cancel.client", "client", ["reason": nil]) else {
      throw Failure("it was taken")
    }
    try bench.expectSound()
  }

  @Test func theSameRequestAgainIsAnsweredAgain() throws {
    let bench = try Bench()
    let first = try bench.booking.request()
    #expect(try bench.booking.request() == .duplicate(of: first))
    #expect(try bench.simulation.reader().families(.init(limit: 10)).count == 1)
  }
}
