import CEL
import LanguageServer
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// The language server as a function from messages to messages.
@Suite struct LanguageServerTests {
  static let lamp = """
    workflow: lamp
    family: []
    key: "${input.name}"
    input: {name: string}
    # How often it was turned on.
    context: {rounds: {type: int, value: 0}}
    events:
      turn: {data: {}, by: [client], otherwise: reject}
    ledger: {currency: EUR, accounts: {client: external}}
    initial: dark
    states:
      dark:
        rest: true
        on: {turn: {target: bright, actions: [{assign: {rounds: "${context.rounds + 1}"}}]}}
      bright:
        rest: true
        on:
          turn: {guard: "!In('dark')", target: dark}
    """

  /// A server with a file open, and everything that it said.
  final class Session {
    let server: LanguageServer
    private(set) var messages: [Value] = []
    private var id: Int64 = 0
    static let uri = "file:///w/lamp.yaml"

    init(_ text: String) {
      server = LanguageServer(loader: ShippedWorkflows.loader, schema: nil) { _ in [] }
      _ = ask("initialize", [:])
      tell("initialized", [:])
      open(text)
    }

    func open(_ text: String) {
      tell(
        "textDocument/didOpen",
        ["textDocument": ["uri": .string(Self.uri), "languageId": "yaml", "version": 1, "text": .string(text)]])
    }

    func tell(_ method: String, _ params: Value) {
      take(["jsonrpc": "2.0", "method": .string(method), "params": params])
    }

    func ask(_ method: String, _ params: Value) -> Value {
      id += 1
      take(["jsonrpc": "2.0", "id": .int(id), "method": .string(method), "params": params])
      return messages.last ?? .null
    }

    func ask(_ method: String, line: Int, character: Int, more: [(String, Value)] = []) -> Value {
      var params = ValueMap([
        ("textDocument", ["uri": .string(Self.uri)]),
        ("position", ["line": .int(Int64(line)), "character": .int(Int64(character))]),
      ])
      for (key, value) in more { params[key] = value }
      return ask(method, .map(params))
    }

    private func take(_ message: Value) {
      for content in server.receive(JSON.encode(message)) { messages.append((try? JSON.parse(content)) ?? .null) }
    }

    var findings: [Value] { messages.last { $0["method"] != nil }?["params"]?["diagnostics"]?.listValue ?? [] }
  }

  @Test func findingsFollowTheTextAndGoWithIt() {
    let session = Session(Self.lamp)
    #expect(session.findings.isEmpty, "\(session.messages)")
    session.open(Self.lamp.replacing("target: dark}", "target: darc}"))
    #expect(session.findings.first?["code"] == "missing-target")
    #expect(session.findings.first?["range"]?["start"] == ["line": 17, "character": 43])
    session.tell("textDocument/didClose", ["textDocument": ["uri": .string(Session.uri)]])
    #expect(session.findings.isEmpty)
  }

  @Test func placesCountInUTF16() {
    let session = Session(Self.lamp.replacing("\"!In('dark')\"", "\"'😀' == '😀' && In('darc')\""))
    let start = session.findings.first?["range"]?["start"]
    #expect(start?["character"]?.intValue == 40, "\(session.findings)")
  }

  @Test func aNameIsExplainedByItsTypeAndItsComment() {
    let told = Session(Self.lamp).ask("textDocument/hover", line: 13, character: 73)["result"]?["contents"]?["value"]
    let text = told?.stringValue ?? ""
    #expect(text.contains("`rounds`: `int`"), "\(text)")
  }

  @Test func aStateIsRenamedWhereverItIsNamed() throws {
    let answer = Session(Self.lamp).ask(
      "textDocument/rename", line: 11, character: 3, more: [("newName", "unlit")])
    let edits = try #require(answer["result"]?["changes"]?[Session.uri]?.listValue, "\(answer)")
    #expect(edits.count == 4 && edits.allSatisfy { $0["newText"] == "unlit" }, "\(edits)")
    let refused = Session(Self.lamp).ask(
      "textDocument/rename", line: 11, character: 3, more: [("newName", "bright")])
    #expect(refused["error"]?["message"]?.stringValue?.contains("has a state 'bright' already") == true)
    let bad = Session(Self.lamp).ask("textDocument/rename", line: 11, character: 3, more: [("newName", "a b")])
    #expect(bad["error"] != nil)
  }

  @Test func membersAndTargetsAreCompletedInATextThatIsBroken() {
    let text = Self.lamp.replacing("target: dark}", "target: \n").replacing("rounds + 1}", "")
    let session = Session(Self.lamp)
    session.open(text)
    func labels(_ line: Int, _ character: Int) -> [String] {
      let items = session.ask("textDocument/completion", line: line, character: character)["result"]?.listValue ?? []
      return items.compactMap { $0["label"]?.stringValue }
    }
    #expect(labels(13, 71).contains("rounds"), "\(labels(13, 71))")
    #expect(labels(17, 43).sorted() == ["bright", "dark"], "\(labels(17, 43))")
  }

  @Test func theProtocolsOrderIsKept() {
    let server = LanguageServer(loader: ShippedWorkflows.loader, schema: nil) { _ in [] }
    func answer(_ text: String) -> Value {
      server.receive(Array(text.utf8)).first.flatMap { try? JSON.parse($0) } ?? .null
    }
    #expect(answer("{").description.contains("-32700"))
    #expect(answer(#"{"id":1,"method":"textDocument/hover"}"#)["error"]?["code"] == -32002)
    #expect(answer(#"{"id":2,"method":"initialize","params":{}}"#)["result"]?["capabilities"] != nil)
    #expect(answer(#"{"id":3,"method":"workspace/unheardOf"}"#)["error"]?["code"] == -32601)
    #expect(answer(#"{"id":4,"method":"shutdown"}"#)["result"] == .null)
    #expect(answer(#"{"method":"exit"}"#) == .null && server.exitCode == 0)
  }
}

extension Value {
  fileprivate var description: String { JSON.text(self) }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
