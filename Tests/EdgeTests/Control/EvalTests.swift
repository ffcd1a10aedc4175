import ArgumentParser
import CEL
import CivilTime
@testable import ControlCommands
import Foundation
import Synchronization
import Testing

@Suite struct EvalTests {
  private struct Outcome {
    var data = ""
    var talk = ""
    var code: Int32 = 0
    var message = ""
  }

  /// Runs `eval` at 2030-01-01 over files with these contents.
  private func eval(_ arguments: [String], context: String? = nil, types: String? = nil) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("eval-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var line = ["eval"] + arguments
    for (option, text) in [("--context", context), ("--types", types)] {
      guard let text else { continue }
      let file = folder.appendingPathComponent("\(option).txt")
      try Data(text.utf8).write(to: file)
      line += [option, file.path]
    }
    var outcome = Outcome()
    let written = Mutex(("", ""))
    do {
      let command = try #require(try Magnetiqctl.parseAsRoot(line) as? Eval)
      let console = Console(
        data: { text in written.withLock { $0.0 += text } }, note: { text in written.withLock { $0.1 += text } })
      try command.run(console, now: Instant(seconds: 1_893_456_000) ?? .epoch)
    } catch {
      outcome.code = (error as? ExitCode)?.rawValue ?? Magnetiqctl.exitCode(for: error).rawValue
      outcome.message = Magnetiqctl.message(for: error)
    }
    (outcome.data, outcome.talk) = written.withLock { $0 }
    return outcome
  }

  @Test func valueTypeAndCostArePrinted() throws {
    let outcome = try eval(["context.price > 3"], context: #"{"context": {"price": 4}}"#)
    #expect(outcome.code == 0)
    #expect(outcome.data == "value  true\ntype   bool\ncost   3 (estimate: at least 3, at most 3)\n")
    #expect(outcome.talk.isEmpty)
  }

  @Test func jsonIsOneObject() throws {
    let outcome = try eval(["[price, 2]", "--var", "price=int", "--output", "json"], context: #"{"price": 4}"#)
    #expect(
      outcome.data
        == #"{"value":[4,2],"type":"list(int)","cost":13,"estimate":{"min":13,"max":13}}"# + "\n")
  }

  @Test func declaredTypesAreReadOutOfTheirText() throws {
    let types = "{start: timestamp, wait: duration|null, client: {name: string, tags: [string]}, kind: a|b}"
    let context =
      #"{"start": "2030-01-02T00:00:00Z", "client": {"name": "Ada", "tags": ["x"]}, "kind": "a", "other": [1]}"#
    let outcome = try eval(
      ["start - now == duration('24h') && wait == null && client.tags[0] == 'x' && kind == 'a' && other[0] == 1"],
      context: context, types: types)
    #expect(outcome.data.hasPrefix("value  true\n"), "\(outcome)")
    let typo = try eval(["client.nmae"], context: context, types: types)
    #expect(typo.code == 5)
    #expect(
      typo.talk == "1 | client.nmae\n  |        ^^^^ 'nmae' is not a field of client; did you mean 'name'?\n")
    let word = try eval(["kind == 'c'"], context: context, types: types)
    #expect(word.talk.contains("'c' is not one of a|b"))
  }

  @Test func nowAndZoneAreGiven() throws {
    #expect(try eval(["now.getFullYear()"]).data.hasPrefix("value  2030\n"))
    let outcome = try eval(
      ["wall(now, 'P1D', zone)", "--now", "2027-03-27T09:00:00+01:00", "--zone", "Europe/Berlin"])
    #expect(outcome.data.hasPrefix("value  \"2027-03-28T07:00:00Z\"\ntype   timestamp\n"), "\(outcome)")
  }

  @Test func aDemandedTypeIsChecked() throws {
    #expect(try eval(["1 + 1", "--expect", "int"]).code == 0)
    let outcome = try eval(["1 + 1", "--expect", "bool"])
    #expect(outcome.code == 5)
    #expect(outcome.talk.contains("expected bool, this is int"))
    let late = try eval(["x", "--expect", "int"], context: #"{"x": "a"}"#)
    #expect(late.code == 5)
    #expect(late.talk.contains("wrong-type"))
  }

  @Test func theTypeIsShownWithoutValues() throws {
    let outcome = try eval(["price * 2 > n", "--var", "price=int", "--var", "n=int", "--type"])
    #expect(outcome.code == 0)
    #expect(outcome.data == "type   bool\ncost   at least 4, at most 4\n", "\(outcome)")
    let json = try eval(["[now]", "--type", "--output", "json"])
    #expect(json.data.hasPrefix(#"{"type":"list(timestamp)","estimate":{"min":"#), "\(json)")
    #expect(try eval(["price * 'a'", "--var", "price=int", "--type"]).code == 5)
  }

  @Test func whyThereIsNoValueIsShownUnderTheExpression() throws {
    let outcome = try eval(["1 + n / 0"], context: #"{"n": 1}"#)
    #expect(outcome.code == 5)
    #expect(outcome.data.isEmpty)
    #expect(outcome.talk == "1 | 1 + n / 0\n  |       ^ 1 / 0 (divide-by-zero)\n")
    let json = try eval(["1 + n / 0", "--output", "json"], context: #"{"n": 1}"#)
    #expect(json.data.hasPrefix(#"{"error":{"code":"divide-by-zero","message":"1 / 0","offset":6},"#))
  }

  @Test func everyIssueIsShown() throws {
    let outcome = try eval(["prise > 1 && siez(price) > 0"], context: #"{"price": 1}"#)
    #expect(outcome.code == 5)
    #expect(outcome.talk.contains("there is no 'prise'; did you mean 'price'?"))
    #expect(outcome.talk.contains("there is no function 'siez'; did you mean 'size'?"))
    let json = try eval(["1 +", "--output", "json"])
    #expect(json.code == 5)
    #expect(json.data.hasPrefix(#"{"issues":[{"code":"syntax","message":"expected a value"#))
  }

  @Test func functionsOfAMachineSayThatThereIsNone() throws {
    for source in ["In('paid')", "balance('held') > 0", "entered('paid')"] {
      let outcome = try eval([source])
      #expect(outcome.code == 5)
      #expect(outcome.talk.contains("looks into a running machine, and eval has none"))
    }
  }

  @Test func theCostLimitHolds() throws {
    let list = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    let outcome = try eval(["l.all(a, l.all(b, l.all(c, true)))"], context: #"{"l": \#(list)}"#)
    #expect(outcome.code == 5)
    #expect(outcome.talk.contains("(cost-limit)"))
  }

  @Test(arguments: [
    (["1", "--context", "/nowhere.json"], "cannot be opened"), (["1", "--types", "/nowhere.json"], "cannot be opened"),
    (["1", "--context", "/"], "cannot be read"),
    (["1", "--var", "x"], "name=type"), (["1", "--var", "x=itn"], "did you mean 'int'?"),
    (["1", "--var", "x=int"], "has no value"), (["1", "--now", "today"], "not an instant"),
    (["1", "--zone", "Europe/Belrin"], "no time zone"), (["1", "--expect", "{a"], "not a type"),
    (["1", "--output", "yaml"], "yaml"), ([], "expression"),
  ])
  func wrongUsageSaysWhatToDo(arguments: [String], message: String) throws {
    let outcome = try eval(arguments)
    #expect(outcome.message.contains(message), "\(outcome)")
    #expect(outcome.code != 0)
    #expect(outcome.data.isEmpty)
  }

  @Test(arguments: [
    ("{\"a\": }", "not JSON"), ("[1]", "has to hold a JSON object"), ("{\"x\": \"a\"}", "does not fit"),
  ])
  func aBrokenContextIsRefused(context: String, message: String) throws {
    let outcome = try eval(["1", "--var", "x=int"], context: context)
    #expect(outcome.message.contains(message), "\(outcome)")
  }
}
