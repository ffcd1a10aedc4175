import CEL
import CivilTime
import Execution
@testable import Transport
@testable import Executors
@testable import WorkflowEngine

/// Holds for everything that providers answer, and for the addresses and forms that are sent to them: an answer is read in
/// the same way twice, money is never said not to have moved when it may have, and no more of a provider's words than names
/// reaches the history.
enum ReplyProperty {
  /// The bytes are a `ReplyScript`.
  static func violation(_ bytes: [UInt8]) async -> String? {
    let script = ReplyScript(bytes)
    for answer in script.answers.prefix(1) {
      if let violation = reading(answer) { return violation }
    }
    let violation = script.isLookup ? await lookup(script) : await outcome(script)
    return violation.map { "\(script.step): \($0)" }
  }

  private static func outcome(_ script: ReplyScript) async -> String? {
    let transport = PlayedTransport(script.answers)
    guard let executor = script.executor(transport), let again = script.executor,
      let declaration = executor.steps.first(where: { $0.name == script.step })
    else { return "no executor" }
    let outcome = await outcome(of: executor, script.request)
    let second = await Self.outcome(of: again, script.request)
    guard outcome == second else { return "first \(outcome), then \(second)" }
    let sent = transport.sent
    guard sent.count <= OdooExecutor.calls else { return "\(sent.count) calls" }
    if let violation = requests(sent.map(\.request)) { return violation }
    if declaration.stepClass == .money, let violation = money(outcome, sent) { return violation }
    switch outcome {
    case .done, .accepted: return shape(.outcome(outcome), declaration)
    case .failed(let error):
      guard (declaration.errors + ["rejected"]).contains(error.code) else { return "fails with \(error.code)" }
      return words(error)
    case .retry(let error, let wait):
      if let wait, wait <= .zero || wait > .seconds(86_400) { return "waits \(wait)" }
      return words(error)
    case .unknown(let error):
      guard declaration.stepClass != .pure else { return "a read is unknown" }
      return words(error)
    }
  }

  /// A step that moves money is one POST; what is concluded follows from the answer to it.
  private static func money(_ outcome: StepOutcome, _ sent: [(request: HTTPRequest, status: Int?)]) -> String? {
    let posts = sent.filter { $0.request.method == .post }
    guard posts.count <= 1 else { return "\(posts.count) attempts in one" }
    switch (outcome, posts.first) {
    case (.done, nil), (.accepted, nil), (.unknown, nil), (.failed, nil): return "\(outcome) of nothing"
    case (.retry, nil), (.unknown, _): return nil
    case (.done, let post?), (.accepted, let post?):
      return (200..<300).contains(post.status ?? 0) ? nil : "\(outcome) of \(post.status ?? 0)"
    case (.failed, let post?): return (200..<500).contains(post.status ?? 0) ? nil : "\(outcome) of \(post.status ?? 0)"
    case (.retry, let post?): return (400..<500).contains(post.status ?? 0) ? nil : "\(outcome) of \(post.status ?? 0)"
    }
  }

  private static func lookup(_ script: ReplyScript) async -> String? {
    let transport = PlayedTransport(script.answers)
    guard let executor = script.executor(transport),
      let declaration = executor.steps.first(where: { $0.name == script.step })
    else { return "no executor" }
    let finding = await withCheckedContinuation { continuation in
      executor.reconcile(script.request) { continuation.resume(returning: $0) }
    }
    if let violation = requests(transport.sent.map(\.request)) { return violation }
    switch finding {
    case .found, .pending: return shape(.finding(finding), declaration)
    case .failed(let error):
      guard (declaration.errors + ["rejected"]).contains(error.code) else { return "fails with \(error.code)" }
      return words(error)
    case .undecided(let error): return words(error)
    case .absent:
      let isTold = transport.sent.allSatisfy { $0.status == 200 }
      return isTold || declaration.stepClass == .pure ? nil : "absent, though not every page was read"
    }
  }

  private static func outcome(of executor: any Executor, _ request: StepRequest) async -> StepOutcome {
    await withCheckedContinuation { continuation in
      executor.execute(request, isCancelled: { false }, completion: { continuation.resume(returning: $0) })
    }
  }

  /// The next request may hold words of the last answer.
  private static func requests(_ requests: [HTTPRequest]) -> String? {
    for request in requests {
      guard request.url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), request.headerFault == nil else {
        return "asks for \(request.url) with \(request.headers)"
      }
    }
    return nil
  }

  /// Data that the engine would take have the declared shape, and are no longer than other input from outside.
  private static func shape(_ answer: AttemptAnswer, _ declaration: StepDeclaration) -> String? {
    guard let data = answer.checked(by: declaration).data else { return nil }
    do throws(TypeMismatch) {
      _ = try CELType.object(declaration.returns).decode(data)
    } catch {
      return "the data \(data): \(error)"
    }
    return InputBounds.violation(data)
  }

  /// An error goes to the history, the journal and terminals.
  static func words(_ error: StepError) -> String? {
    guard !error.code.isEmpty, error.code.utf8.allSatisfy({ (97...122).contains($0) || $0 == 95 }) else {
      return "the code '\(error.code)'"
    }
    guard error.message.utf8.count <= 1_024 else { return "\(error.message.utf8.count) bytes of an error" }
    guard error.message.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return "the message '\(error.message)'" }
    return nil
  }

  /// An address is plain ASCII and reads as itself. One that was ASCII is not changed; of another the domain is an A-label (RFC 5890).
  private static func fault(of address: EmailAddress, read text: String) -> String? {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    guard address.description.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      EmailAddress(address.description)?.description == address.description, !isPlain || address.description == text
    else { return "\(text) is the address \(address)" }
    return nil
  }

  /// The readers that every answer goes through.
  private static func reading(_ response: HTTPResponse) -> String? {
    if let wait = response.retryAfter(now: ReplyScript.now), wait <= .zero || wait > .seconds(86_400) {
      return "waits \(wait)"
    }
    let text = response.headers.fields.first?.value ?? ""
    if let address = EmailAddress(text), let fault = fault(of: address, read: text) { return fault }
    let encoded = FormFields([(text, StripeError(response).summary)]).encoded
    guard encoded.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), encoded.utf8.filter({ $0 == 0x3D }).count == 1 else {
      return "a form of \(encoded)"
    }
    return nil
  }
}
