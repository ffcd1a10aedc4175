import CEL
import CivilTime
import Control
import EngineMessages
import Leads
import Marketplace
import Storage

/// Leads as operators list, show and change them.
struct LeadActs: Sendable {
  let acts: OperatorActs
  let store: StoreReads
  let records: LeadRecords
  /// How long a lead is kept after the last contact form.
  let keptFor: Duration
  let now: @Sendable () -> Instant

  private static func unknown(_ id: ShortText) -> ControlFailure {
    StoreReads.notFound("lead '\(id.string)'", hint: "'magnetiqctl leads list' lists them")
  }

  // MARK: Reading

  func list(_ request: ListLeads) async throws(ControlFailure) -> Page<LeadSummary> {
    let (limit, instant, records) = (request.limit.items, now(), records)
    let found = try await store.query { reader throws(StoreError) -> [LeadSummary] in
      var items: [LeadSummary] = []
      try LeadRecords.each(reader, after: request.after?.string) { record, lead throws(StoreError) in
        guard request.status.map({ $0.rawValue == lead.status.rawValue }) ?? true,
          request.assigned.map({ $0.string == lead.assigned }) ?? true
        else { return true }
        let touches = try LeadRecords.touches(of: record.id, reader)
        let score = records.score(
          LeadRecords.Found(id: record.id, lead: lead, version: record.version, touches: touches), now: instant)
        items.append(
          LeadSummary(
            id: record.id, total: score.map { Int64($0.total) }, grade: score?.grade.rawValue,
            priority: score?.priority.rawValue, status: lead.status.rawValue, assigned: lead.assigned, told: lead.told))
        return items.count <= limit
      }
      return items
    }
    let page = Array(found.prefix(limit))
    return Page(page, next: found.count > limit ? page.last?.id : nil)
  }

  func show(_ request: ShowLead, _ caller: Caller) async throws(ControlFailure) -> LeadDetail {
    let (id, instant, records) = (request.id.string, now(), records)
    let read = try await store.query { reader throws(StoreError) -> (LeadRecords.Found, LeadScore?, Int?)? in
      guard let found = try records.find(id, reader) else { return nil }
      let score = records.score(found, now: instant)
      let history = try score.map { score throws(StoreError) in try LeadRecords.history(score.grade, reader).history }
      return (found, score, Self.probability(score, history))
    }
    guard let (found, score, probability) = read else { throw Self.unknown(request.id) }
    var form = found.lead.body.mapValue ?? ValueMap()
    if !caller.peer.admin {
      for name in ["contact", "message"] { form[name] = nil }
    }
    return LeadDetail(
      id: id, score: LeadValue.of(id, found.lead, score, probability: probability).mapValue ?? ValueMap(), form: form,
      touchpoints: found.touches.map { JSON.text(TouchCall.record($0.touchpoint)) },
      scores: found.lead.scores.map {
        "\($0.at): \($0.total), grade \($0.grade.rawValue), by \($0.rules): \($0.cause)"
      },
      opened: found.lead.opened, told: found.lead.told, until: found.lead.told.adding(keptFor))
  }

  private static func probability(_ score: LeadScore?, _ history: LeadForecast.History?) -> Int? {
    guard let score, let history else { return nil }
    return LeadForecast.conversionProbability(score.grade, history)
  }

  // MARK: Acting

  private func find(_ id: ShortText) async throws(ControlFailure) -> LeadRecords.Found {
    let records = records
    let found = try await store.query { reader throws(StoreError) in try records.find(id.string, reader) }
    guard let found else { throw Self.unknown(id) }
    return found
  }

  private func put(
    _ found: LeadRecords.Found, and others: [RecordDraft] = [], _ caller: Caller, _ text: String
  ) async throws(ControlFailure) -> ActResult {
    let draft = RecordDraft(
      kind: LeadRecords.kind, id: found.id, version: found.version + 1, body: JSON.encode(found.lead.record))
    var result = try await acts.change(puts: [draft] + others, caller)
    result.text = text
    return result
  }

  func run(_ request: AssignLead, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    var found = try await find(request.id)
    var person = request.person?.string
    if person == nil, let call = found.lead.call {
      let records = records
      person = try await store.query { reader throws(StoreError) in try records.person(for: call, reader) }
    }
    guard let person else {
      throw ControlFailure(
        status: 409, code: "nobody", message: "the rules of sales name nobody who takes leads",
        hint: "give --person, or name people under 'sales' in the file of leads.rules")
    }
    let text = "\(person) looks after \(found.id)"
    guard found.lead.assigned != person else { return ActResult(verdict: "kept", text: text) }
    found.lead.assigned = person
    return try await put(found, caller, text)
  }

  func run(_ request: TouchLead, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let (found, at) = (try await find(request.id), now())
    let kind: Touchpoint.Kind =
      switch request.kind {
      case .pageView: .pageView(request.page.flatMap { Touchpoint.Page(rawValue: $0.rawValue) } ?? .other)
      case .download: .download
      case .mailClick: .mailClick
      case .social: .social
      case .webinar: .webinar
      case .consultationCompleted: .consultationCompleted
      }
    let touchpoint = Touchpoint(at: at, channel: request.channel?.string ?? "", kind: kind)
    let batch = LeadDesk.digest(Array("control/\(caller.key ?? "")".utf8))
    let change = LeadDesk.change([touchpoint], batch, of: found, by: "")
    let text = "\(request.kind.rawValue) of \(found.id) was noted"
    guard !change.puts.isEmpty else { return ActResult(verdict: "kept", text: text) }
    var result = try await acts.change(puts: change.puts, drops: change.drops, caller)
    result.text = text
    return result
  }

  func run(_ request: CloseLead, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    var found = try await find(request.id)
    let status: StoredLead.Status = request.result == .won ? .won : .lost
    guard found.lead.status == .open else {
      throw ControlFailure(
        status: 409, code: "not_now", message: "\(found.id) is \(found.lead.status.rawValue) already",
        hint: "another contact form opens it again")
    }
    found.lead.status = status
    var counts: [RecordDraft] = []
    if let grade = records.score(found, now: now())?.grade {
      counts = [
        try await store.query { reader throws(StoreError) in
          try LeadRecords.counted(grade, won: status == .won, reader)
        }
      ]
    }
    return try await put(found, and: counts, caller, "\(found.id) is \(status.rawValue)")
  }

  func run(_ request: ForgetLead, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let id = request.id.string
    let names = try await store.query { reader throws(StoreError) -> [RecordName]? in
      try reader.record(kind: LeadRecords.kind, id: id).map { record throws(StoreError) in
        try LeadRecords.names(of: record, reader)
      }
    }
    guard let names else { throw Self.unknown(request.id) }
    var result = try await acts.change(drops: names, caller)
    result.text = "\(id) is forgotten, with \(names.count - 1) touchpoints"
    return result
  }
}
