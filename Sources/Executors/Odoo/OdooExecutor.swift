import CEL
public import CivilTime
public import Execution
public import Transport

/// Writes leads and activities to Odoo's CRM. Each call of a step can be repeated: what the lead names (its stage, its
/// owner, where it came from) is looked up, the lead or the activity is loaded by its external id, and a note is posted
/// unless one with the step's key exists.
public struct OdooExecutor: Executor {
  /// The executor's name, `odoo`.
  public let name = "odoo"
  /// The most attempts at once.
  public var concurrency: Int { client.settings.concurrency }
  /// The steps `crm.upsert` and `crm.activity`. Their time-out is that of the settings for each of their calls.
  public let steps: [StepDeclaration]

  /// Creates or updates the lead with an external id (`module.name`), moves it to a stage and adds a note. The reply's
  /// `lead` is the CRM's id.
  public static let upsert = upsert(fields: nil)

  /// The same step where the CRM's own fields are known by our names; nil if they are not.
  static func upsert(fields: [String]?) -> StepDeclaration {
    StepDeclaration(
      name: "crm.upsert", stepClass: .idempotent,
      input: [
        .init(name: "external_id", type: .string), .init(name: "stage", type: .nullable(.string)),
        .init(name: "note", type: .nullable(.string)),
        .init(name: "data", type: .object(OdooLead.data(custom: fields))),
      ],
      returns: [.init(name: "lead", type: .string)], keyLifetime: .seconds(365 * 86_400),
      priority: .marketing, timeout: .seconds(480))
  }

  /// Gives the CRM's people something to do about a lead that a `crm.upsert` has written: `summary`, until the day of `due`.
  /// `owner` is the login of the user whose it is.
  public static let activity = StepDeclaration(
    name: "crm.activity", stepClass: .idempotent,
    input: [
      .init(name: "external_id", type: .string), .init(name: "summary", type: .string),
      .init(name: "note", type: .nullable(.string)), .init(name: "due", type: .timestamp),
      .init(name: "owner", type: .nullable(.string)),
    ],
    returns: [.init(name: "activity", type: .string)], keyLifetime: .seconds(365 * 86_400),
    priority: .marketing, timeout: .seconds(480))

  /// The most calls of one step: for the stage and the owner, twice for each of source, medium and campaign, for the
  /// contact, for the lead, the search for the note, and the note.
  static let calls = 11 + OdooContacts.calls

  private let client: OdooClient
  private let names = OdooNames()

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: OdooSettings, transport: any HTTPTransport) {
    client = OdooClient(settings: settings, transport: transport)
    steps = [Self.upsert, Self.activity].map { $0.lasting(settings.timeout * Self.calls) }
  }

  /// Writes one lead or one activity.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    let write: @Sendable () async throws -> StepOutcome
    switch request.step {
    case Self.upsert.name: write = { try await upsert(request, isCancelled) }
    case Self.activity.name: write = { try await plan(request, isCancelled) }
    default: return completion(.failed(unknownStep(request)))
    }
    start({ await outcome(of: write, request) }, completion)
  }

  private func outcome(of write: () async throws -> StepOutcome, _ request: StepRequest) async -> StepOutcome {
    do {
      return try await write()
    } catch let stop as OdooClient.Stop {
      return stop.outcome
    } catch let error as StepError {
      return error.isOurs ? .retry(error, after: nil) : .failed(error)
    } catch {
      return .failed(StepError(code: "rejected", message: "\(request.step): \(type(of: error))"))
    }
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

  private func upsert(_ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool) async throws -> StepOutcome
  {
    let input = StepInput(request)
    let stage = try input.optionalString("stage")
    let note = try input.optionalString("note")
    let (externalID, data) = (try input.string("external_id"), try input.map("data"))
    guard Self.isExternalID(externalID) else {
      throw StepError(
        code: "rejected", message: "crm.upsert: external_id must be module.name of letters, digits, '_' and '-'")
    }
    var ids: [(column: String, id: Int64)] = []
    if let stage {
      ids.append(("stage_id", try await id(of: client.settings.stages[stage] ?? stage, .stage, request, isCancelled)))
    }
    for record in OdooLead.records {
      guard let name = data[record.name]?.stringValue, !name.isEmpty else { continue }
      ids.append((record.column, try await id(of: name, record.kind, request, isCancelled)))
    }
    if client.settings.partners, let fields = try StepInput(step: request.step, fields: data).optionalMap("partner") {
      let contacts = OdooContacts(client: client, request: request, isCancelled: isCancelled)
      if let contact = try await contacts.contact(OdooPartner(fields), of: externalID) {
        ids.append(("partner_id", contact))
      }
    }
    let lead = try OdooLead(
      externalID: externalID, reference: request.reference, referenceField: client.settings.referenceField, ids: ids,
      data: data, custom: client.settings.fields)
    let number = try await load(lead, request, isCancelled)
    if let note, !note.isEmpty { try await post(note, on: number, request, isCancelled) }
    return .done(["lead": .string(String(number))])
  }

  private func plan(_ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool) async throws -> StepOutcome {
    let activity = try OdooActivity(request)
    var owner: Int64?
    if let login = try StepInput(request).optionalString("owner"), !login.isEmpty {
      owner = try await id(of: login, .owner, request, isCancelled)
    }
    // Loading the external id alone changes nothing and tells the number; without such a lead the CRM misses its name.
    let found = try await client.call(
      "crm.lead", "load", ["fields": ["id"], "data": [[.string(activity.lead)]]], for: request, isCancelled: isCancelled
    )
    guard let lead = found["ids"]?[0]?.intValue else {
      throw StepError(code: "rejected", message: "crm.activity: there is no lead '\(activity.lead)': write it first")
    }
    let made = try await client.call(
      "mail.activity", "load", activity.parameters(lead: lead, owner: owner), for: request, isCancelled: isCancelled)
    guard let number = made["ids"]?[0]?.intValue else {
      names.forget()
      throw StepError(code: "rejected", message: "mail.activity.load: the CRM refused the activity")
    }
    return .done(["activity": .string(String(number))])
  }

  private func id(
    of name: String, _ kind: OdooNames.Kind, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) -> Int64 {
    try await names.id(of: name, kind) { (method, parameters) async throws(OdooClient.Stop) in
      try await client.call(kind.model, method, parameters, for: request, isCancelled: isCancelled)
    }
  }

  private func load(
    _ lead: OdooLead, _ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(OdooClient.Stop) -> Int64 {
    let reply = try await client.call(
      "crm.lead", "load", lead.parameters, naming: lead.fields, for: request, isCancelled: isCancelled)
    // A refused record has status 200, `ids: false` and messages, which may quote the data that was sent.
    guard let id = reply["ids"]?[0]?.intValue else {
      names.forget()
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
