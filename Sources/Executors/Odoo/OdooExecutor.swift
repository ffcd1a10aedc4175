import CEL
public import CivilTime
public import Execution
public import Transport

/// Writes leads to Odoo's CRM. One step makes up to four calls, each of which can be repeated: the stage is looked up,
/// the lead is loaded by its external id, and a note is posted unless one with the step's key exists.
public struct OdooExecutor: Executor {
  /// The executor's name, `odoo`.
  public let name = "odoo"
  /// The most attempts at once.
  public var concurrency: Int { client.settings.concurrency }
  /// The step `crm.upsert`. Its time-out is that of the settings for each of its calls.
  public let steps: [StepDeclaration]

  /// Creates or updates the lead with an external id (`module.name`), moves it to a stage and adds a note. The reply's
  /// `lead` is the CRM's id.
  public static let upsert = StepDeclaration(
    name: "crm.upsert", stepClass: .idempotent,
    input: [
      .init(name: "external_id", type: .string), .init(name: "stage", type: .nullable(.string)),
      .init(name: "note", type: .nullable(.string)), .init(name: "data", type: .object(OdooLead.data)),
    ],
    returns: [.init(name: "lead", type: .string)], keyLifetime: .seconds(365 * 86_400),
    priority: .marketing, timeout: .seconds(120))

  /// The most calls of one step: for the stage, the lead, the search for the note, and the note.
  static let calls = 4

  private let client: OdooClient
  private let stages = OdooStages()

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: OdooSettings, transport: any HTTPTransport) {
    client = OdooClient(settings: settings, transport: transport)
    steps = [Self.upsert.lasting(settings.timeout * Self.calls)]
  }

  /// Writes one lead.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    guard request.step == Self.upsert.name else { return completion(.failed(unknownStep(request))) }
    start(
      {
        do throws(OdooClient.Stop) { return try await upsert(request, isCancelled) } catch { return error.outcome }
      }, completion)
  }

  /// Asks the CRM which fields its leads have and whether it has the stages of the settings.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start({ await OdooInspection(client: client).run(now: now) }, completion)
  }

  /// The API key, if the settings say when it ends.
  public var expiries: [ExecutorExpiry] {
    client.settings.keyExpires.map {
      [
        ExecutorExpiry(
          subject: "the API key of executors.odoo", at: $0,
          cure: "make a new one in the CRM, write it to the credential and set key_expires")
      ]
    } ?? []
  }

  private func upsert(
    _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) -> StepOutcome {
    let input = StepInput(request)
    do {
      let stage = try input.optionalString("stage")
      let note = try input.optionalString("note")
      let (externalID, data) = (try input.string("external_id"), try input.map("data"))
      guard Self.isExternalID(externalID) else {
        throw StepError(
          code: "rejected", message: "crm.upsert: external_id must be module.name of letters, digits, '_' and '-'")
      }
      var stageID: Int64?
      if let stage { stageID = try await self.stageID(stage, request, isCancelled) }
      let lead = try OdooLead(
        externalID: externalID, reference: request.reference, referenceField: client.settings.referenceField,
        stageID: stageID, data: data)
      let id = try await load(lead, request, isCancelled)
      if let note, !note.isEmpty { try await post(note, on: id, request, isCancelled) }
      return .done(["lead": .string(String(id))])
    } catch let stop as OdooClient.Stop {
      throw stop
    } catch let error as StepError {
      throw OdooClient.Stop(outcome: .failed(error))
    } catch {
      throw OdooClient.Stop(outcome: .failed(StepError(code: "rejected", message: "crm.upsert: \(type(of: error))")))
    }
  }

  private func stageID(
    _ stage: String, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) -> Int64 {
    let name = client.settings.stages[stage] ?? stage
    return try await stages.id(of: name) { () async throws(OdooClient.Stop) in
      try await client.call(
        "crm.stage", "search_read", ["domain": [["name", "=", .string(name)]], "fields": ["id"], "limit": 1],
        for: request, isCancelled: isCancelled)
    }
  }

  private func load(
    _ lead: OdooLead, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) -> Int64 {
    let reply = try await client.call(
      "crm.lead", "load", lead.parameters, naming: lead.fields, for: request, isCancelled: isCancelled)
    // A refused record has status 200, `ids: false` and messages, which may quote the data that was sent.
    guard let id = reply["ids"]?[0]?.intValue else {
      stages.forget()
      let message = reply["messages"]?[0]?["message"]?.stringValue ?? ""
      if let fault = OdooClient.missingField(lead.fields, in: message, "crm.lead.load") {
        throw OdooClient.Stop(outcome: .retry(fault, after: nil))
      }
      let place = reply["messages"]?[0]?["field"]?.stringValue.map { " at '\(ProviderWord.shown($0))'" } ?? ""
      throw OdooClient.Stop(
        outcome: .failed(StepError(code: "rejected", message: "crm.lead.load: the CRM refused the lead\(place)")))
    }
    return id
  }

  private func post(
    _ note: String, on lead: Int64, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) {
    let marked = OdooNote(note, key: request.key)
    let there = try await client.call(
      "mail.message", "search_read",
      ["domain": marked.domain(lead: lead), "fields": ["id"], "limit": 1], for: request, isCancelled: isCancelled)
    guard there.listValue?.isEmpty != false else { return }
    _ = try await client.call(
      "crm.lead", "message_post", ["ids": [.int(lead)], "body": .string(marked.body)], for: request,
      isCancelled: isCancelled)
  }

  static func isExternalID(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2 && parts.allSatisfy(ProviderIdentifier.isValid)
  }
}
