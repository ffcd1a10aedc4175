import CEL
import EngineMessages
import Ingress
import Synchronization

/// Remembers what came through the gateway and answers as it was told.
final class RecordingSink: EventReceiver {
  struct State {
    var events: [InboundEvent] = []
    var starts: [StartRequest] = []
    var reports: [(problem: String, detail: Value)] = []
    var remarks: [String] = []
    /// Of every body.
    var faults: [FieldFault] = []
    /// nil: the store takes no writes.
    var reply: Reply? = .accepted(reference: "VLT-1", disposition: .handled)
    /// The addresses that must not be written to.
    var refusals: [ContactRefusal] = []
    /// False: they cannot be stored.
    var takesRefusals = true
    /// False: the store cannot be read.
    var isReadable = true
    /// Whose addresses a booking has: the path of the field, by reference and address.
    var parties = ["VLT-20260303-AB12 anna@example.com": "client.email"]
    /// Of the client's booking.
    var tasks: [PartyTask] = []
    /// The answer to every question about the catalogue, and the questions.
    var catalogue = CatalogueAnswer.unknown
    var questions: [CatalogueQuestion] = []
    /// The settled task, with its data; null for one that was declined.
    var settled: [(task: Int64, data: Value, role: String)] = []
    /// The task that was given away, to whom and by whom.
    var delegated: [(task: Int64, assignee: String, role: String)] = []
  }

  let state = Mutex(State())
  /// capability → (reference, role)
  let capabilities = ["client-secret": ("VLT-1", "client"), "other-secret": ("VLT-2", "client")]
  /// Called in `submit` and `start` before the reply.
  let before: @Sendable () async -> Void

  init(
    _ reply: Reply? = .accepted(reference: "VLT-1", disposition: .handled),
    before: @escaping @Sendable () async -> Void = {}
  ) {
    self.before = before
    state.withLock { $0.reply = reply }
  }

  var events: [InboundEvent] { state.withLock { $0.events } }
  var starts: [StartRequest] { state.withLock { $0.starts } }
  var reports: [(problem: String, detail: Value)] { state.withLock { $0.reports } }

  func submit(_ event: InboundEvent) async -> Reply? {
    await before()
    return state.withLock {
      $0.events.append(event)
      return $0.reply
    }
  }

  func catalogue(_ question: CatalogueQuestion) async throws(Unreadable) -> CatalogueAnswer {
    state.withLock {
      $0.questions.append(question)
      return $0.catalogue
    }
  }

  func party(at address: String, reference: String) async throws(Unreadable) -> String? {
    guard state.withLock({ $0.isReadable }) else { throw Unreadable() }
    return state.withLock { $0.parties["\(reference) \(address)"] }
  }

  func tasks(of role: String, reference: String) async throws(Unreadable) -> [PartyTask]? {
    state.withLock { role == "client" && reference == "VLT-1" ? $0.tasks : [] }
  }

  func settle(task: Int64, data: Value?, role: String, reference: String) async -> Reply? {
    state.withLock { state in
      state.settled.append((task, data ?? .null, role))
      state.tasks.removeAll { $0.number == task }
      return .carriedOut(reference: reference, result: "done")
    }
  }

  func delegate(task: Int64, to assignee: String, role: String, reference: String) async -> Reply? {
    state.withLock { state in
      state.delegated.append((task, assignee, role))
      state.tasks.removeAll { $0.number == task }
      return .carriedOut(reference: reference, result: "delegated")
    }
  }

  func start(_ request: StartRequest) async -> Reply? {
    await before()
    return state.withLock {
      $0.starts.append(request)
      return $0.reply
    }
  }

  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value? {
    guard state.withLock({ $0.isReadable }) else { throw Unreadable() }
    let name: String
    switch reader {
    case .site(let source):
      // Another site's.
      guard source == "api:shop" else { return nil }
      name = "site"
    case .party(let role): name = role
    }
    return reference == "VLT-1" ? ["reference": "VLT-1", "as": .string(name)] : nil
  }

  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String? {
    guard state.withLock({ $0.isReadable }) else { throw Unreadable() }
    guard let (of, role) = capabilities[secret], of == reference else { return nil }
    return role
  }

  func faults(of request: StartRequest) async -> [FieldFault] { state.withLock { $0.faults } }

  func faults(of event: InboundEvent) async -> [FieldFault] { state.withLock { $0.faults } }

  var refusals: [ContactRefusal] { state.withLock { $0.refusals } }

  func refuse(_ refusal: ContactRefusal) async -> Bool {
    state.withLock { state in
      if state.takesRefusals { state.refusals.append(refusal) }
      return state.takesRefusals
    }
  }

  func remark(_ text: String) async { state.withLock { $0.remarks.append(text) } }

  func report(problem: String, detail: Value) async {
    state.withLock { $0.reports.append((problem, detail)) }
  }
}
