public import CEL
public import EngineMessages

/// The engine as the public gateway sees it. The daemon implements it; tests use one that records its calls.
public protocol EventReceiver: Sendable {
  /// Returns the reply after the commit that made it true; nil if there was no commit and nothing was stored.
  func submit(_ event: InboundEvent) async -> Reply?
  /// Starts a family, with the same promise as `submit`.
  func start(_ request: StartRequest) async -> Reply?
  /// Returns the public view of a family as far as the reader may see it; nil if there is no such family, or none that
  /// the reader may see.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func read(reference: String, as reader: ViewReader) async throws(Unreadable) -> Value?
  /// Returns the role that a capability gives for this family; nil if it gives none. The comparison takes constant
  /// time.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func authorize(capability secret: String, reference: String) async throws(Unreadable) -> String?
  /// Returns whose address this is in a family, as the path of the personal field (`client.email`); nil if it is nobody's
  /// there, or if there is no such family.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func party(at address: String, reference: String) async throws(Unreadable) -> String?
  /// Returns everything that is wrong with the fields of a request that was refused as faulty; empty if its fields are
  /// right, or nothing is known of them.
  func faults(of request: StartRequest) async -> [FieldFault]
  /// Returns everything that is wrong with the fields of an event that was refused as faulty.
  func faults(of event: InboundEvent) async -> [FieldFault]
  /// Answers a question about the catalogue.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func catalogue(_ question: CatalogueQuestion) async throws(Unreadable) -> CatalogueAnswer
  /// Completes a request whose body names records of the catalogue, such as a quote. Any other one is returned as it is.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func complete(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal>
  /// Returns a refusal with what is true now, for a completed request that the engine has refused; nil if there is
  /// nothing more to say.
  func explain(_ request: StartRequest, refusedAs code: String) async -> MarketRefusal?
  /// Makes, shows or extends a quote for a site.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func quote(_ question: QuoteQuestion, site source: String) async throws(Unreadable) -> QuoteAnswer
  /// Searches for consultants, or takes what a site tells of somebody who asks.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func market(_ question: MarketQuestion, site source: String) async throws(Unreadable) -> MarketAnswer
  /// Returns the open tasks of a booking that are a role's; nil if there is no such booking.
  ///
  /// - Throws: `Unreadable` if the store cannot be read.
  func tasks(of role: String, reference: String) async throws(Unreadable) -> [PartyTask]?
  /// Settles a task that `tasks` has returned, with the same promise as `submit`. Without data it is declined.
  func settle(task: Int64, data: Value?, role: String, reference: String) async -> Reply?
  /// Gives a task that `tasks` has returned to somebody else, with the same promise as `submit`.
  func delegate(task: Int64, to assignee: String, role: String, reference: String) async -> Reply?
  /// Takes note that an address must not be written to any more. Returns false if that could not be stored.
  func refuse(_ refusal: ContactRefusal) async -> Bool
  /// Writes a line into the journal for operators, for something that changes nothing and that nobody waits for.
  func remark(_ text: String) async
  /// Reports something that an operator has to see although nothing was stored.
  ///
  /// - Parameter problem: `oversized_body`, `bad_signatures`, `malformed_webhook` or `quota_exceeded`.
  func report(problem: String, detail: Value) async
}

extension EventReceiver {
  /// Knows nobody.
  public func party(at address: String, reference: String) async throws(Unreadable) -> String? { nil }
  /// Knows of no faults.
  public func faults(of request: StartRequest) async -> [FieldFault] { [] }
  /// Knows of no faults.
  public func faults(of event: InboundEvent) async -> [FieldFault] { [] }
  /// There is none.
  public func catalogue(_ question: CatalogueQuestion) async throws(Unreadable) -> CatalogueAnswer { .unknown }
  /// Returns the request as it is.
  public func complete(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal> {
    .success(request)
  }
  /// Says nothing.
  public func explain(_ request: StartRequest, refusedAs code: String) async -> MarketRefusal? { nil }
  /// There is none.
  public func quote(_ question: QuoteQuestion, site source: String) async throws(Unreadable) -> QuoteAnswer {
    .refused(MarketRefusal(status: 404, code: "not_found", message: "there is no catalogue"))
  }
  /// There is none.
  public func market(_ question: MarketQuestion, site source: String) async throws(Unreadable) -> MarketAnswer {
    .refused(MarketRefusal(status: 404, code: "not_found", message: "nothing is searched, and no lead is taken"))
  }
  /// There are none.
  public func tasks(of role: String, reference: String) async throws(Unreadable) -> [PartyTask]? { nil }
  /// There is none to settle.
  public func settle(task: Int64, data: Value?, role: String, reference: String) async -> Reply? {
    .unknownTarget("there is no such task")
  }
  /// There is none to give away.
  public func delegate(task: Int64, to assignee: String, role: String, reference: String) async -> Reply? {
    .unknownTarget("there is no such task")
  }
  /// Takes no note.
  public func refuse(_ refusal: ContactRefusal) async -> Bool { true }
  /// Writes nothing.
  public func remark(_ text: String) async {}
}
