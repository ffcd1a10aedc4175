import CEL
import EngineMessages
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// Records that belong to the start of a family are written with it, or not at all.
@Suite struct StartRecordTests {
  private static let definition = "initial: a\nstates: {a: {rest: true}}\n"

  private func start(_ turns: Turns, _ reference: String, version: Int64) throws -> Reply? {
    let input: Value = ["reference": .string(reference)]
    let draft = RecordDraft(kind: "ticket", id: "t-1", version: version, body: Array("{\"by\": \"\(reference)\"}".utf8))
    let request = StartRequest(
      source: "test", key: reference, workflow: "small", input: input, content: JSON.encode(input), actor: "site",
      records: [draft])
    return try turns.take(.start(request, ReplyToken(rawValue: version))).replies.first?.reply
  }

  @Test func aRecordIsUsedByOneFamilyOnly() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.definition)])
    #expect(try start(turns, "S-1", version: 1)?.refusal == nil)
    #expect(try start(turns, "S-2", version: 1)?.refusal == "stale_version")
    #expect(try turns.reader.family(key: "S-2") == nil)
    let log = try turns.reader.log(ofRecord: "t-1", kind: "ticket")
    #expect(log.map { "\($0.actor): \($0.reason)" } == ["site: start of S-1"])
    // The same request again is answered as the first, and writes nothing more.
    guard case .duplicate = try start(turns, "S-1", version: 1) else {
      Issue.record("it is no repetition")
      return
    }
    #expect(try turns.reader.record(kind: "ticket", id: "t-1")?.version == 1)
  }
}
