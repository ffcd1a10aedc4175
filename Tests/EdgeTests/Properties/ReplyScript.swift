import CEL
import CivilTime
import Execution
@testable import Executors
import Synchronization
import Secrets
import Transport

/// Answers of a provider as text: the step's name, then the answers, divided by lines of `--`. Each is a status, header fields
/// and, after an empty line, a body. A name that begins with `?` stands for looking the step up.
struct ReplyScript: Sendable {
  let step: String
  let isLookup: Bool
  let answers: [HTTPResponse]

  init(_ bytes: [UInt8]) {
    var blocks = bytes.split(separator: 10, omittingEmptySubsequences: false).split(separator: Array("--".utf8)[...])
    let first = blocks.first?.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    isLookup = first.hasPrefix("?")
    let name = String(isLookup ? first.dropFirst() : first[...])
    let names = Self.inputs.map(\.step)
    step = names.contains(name) ? name : names[bytes.reduce(0) { $0 &+ Int($1) } % names.count]
    if !blocks.isEmpty { blocks[0] = blocks[0].dropFirst() }
    answers = blocks.map { Self.answer(Array($0)) }
  }

  private static func answer(_ lines: [ArraySlice<UInt8>]) -> HTTPResponse {
    let digits = (lines.first ?? []).filter { (48...57).contains($0) }.prefix(3)
    let status = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    var headers = HTTPHeaders()
    var rest = lines.dropFirst()
    while let line = rest.popFirst(), !line.isEmpty {
      let text = String(decoding: line, as: UTF8.self)
      guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
      headers.append(String(text[..<colon]), String(text[colon...].dropFirst().drop { $0 == " " }))
    }
    return HTTPResponse(status: max(status, 100), headers: headers, body: Array(rest.joined(separator: [10])))
  }

  static let inputs: [(step: String, input: ValueMap)] = [
    (
      "stripe.intent.create",
      ["amount": 15_000, "currency": "EUR", "method": "card", "group": "VLT-1", "description": nil]
    ),
    ("stripe.intent.cancel", ["intent": "pi_1"]), ("stripe.intent.get", ["intent": "pi_1"]),
    ("stripe.dispute.get", ["dispute": "du_1", "status": "won", "amount": 500]),
    ("stripe.refund.get", ["refund": "re_1", "status": "failed", "amount": 500]),
    ("stripe.refund", ["intent": "pi_1", "amount": 5_000, "reason": "cancelled", "currency": "EUR"]),
    ("stripe.account.get", ["account": "acct_1"]),
    (
      "stripe.transfer",
      ["amount": 12_750, "currency": "EUR", "destination": "acct_1", "charge": "ch_1", "group": "VLT-1"]
    ),
    ("stripe.reversal", ["transfer": "tr_1", "amount": 100]),
    (
      "crm.upsert",
      [
        "external_id": "magnetiq.vlt_1", "stage": "booked", "note": "Paid.",
        "data": ["contact_name": "Anna", "expected_revenue": 15_005, "currency": "EUR"],
      ]
    ),
    ("social.post", ["text": "Hello.", "author": nil]),
  ]

  static let now = Instant(seconds: 1_893_456_000)!

  var request: StepRequest {
    StepRequest(
      attempt: AttemptName(task: 1, number: 1), step: step, key: "VLT-1/test/1/g1",
      input: Self.inputs.first { $0.step == step }?.input ?? [:], reference: "VLT-1", now: Self.now,
      startedAt: Self.now,
      number: 1)
  }

  var executor: (any Executor)? { executor(PlayedTransport(answers)) }

  func executor(_ transport: PlayedTransport) -> (any Executor)? {
    let executors: [any Executor] = [
      StripeExecutor(StripeSettings(secret: "sk"), transport: transport),
      OdooExecutor(
        OdooSettings(baseURL: "https://crm.example", key: "k", referenceField: "x_ref"), transport: transport),
      LinkedInExecutor(
        LinkedInSettings(token: "t", author: "urn:li:person:1", version: "202601"), transport: transport),
    ]
    return executors.first { executor in executor.steps.contains { $0.name == step } }
  }
}

/// Plays the answers one after the other; once they are used up every reply is lost.
final class PlayedTransport: HTTPTransport {
  private let state: Mutex<(left: ArraySlice<HTTPResponse>, sent: [(request: HTTPRequest, status: Int?)])>

  init(_ answers: [HTTPResponse]) { state = Mutex((answers[...], [])) }

  /// Every request with the status of its answer; nil: its reply was lost.
  var sent: [(request: HTTPRequest, status: Int?)] { state.withLock { $0.sent } }

  func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure> {
    state.withLock { state in
      let answer = state.left.popFirst()
      state.sent.append((request, answer?.status))
      return answer.map { .success($0) } ?? .failure(TransportFailure(.lost, code: "connection_lost", message: "lost"))
    }
  }
}
