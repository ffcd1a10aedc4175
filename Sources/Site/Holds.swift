import CEL
import CivilTime
import EngineMessages
import Ingress

/// Holds times as any calling site does.
struct Holds {
  let desk: SiteDesk

  private var receiver: any EventReceiver { desk.services.receiver }

  enum Taken {
    case held(reference: String, until: Instant)
    case refused(code: String, alternatives: [Instant])
    case unavailable
  }

  func take(_ draft: Draft) async throws(Unreadable) -> Taken {
    let input: Value = .map(
      ValueMap([
        ("consultant", .string(draft[.consultant])), ("service", .string(draft[.service])),
        ("start", .string(draft[.start])), ("client", .string("draft-\(draft.id)")),
      ]))
    let asked = StartRequest(
      source: SiteDesk.source, key: "\(draft.id)/hold/\(DraftSeal.newID())", workflow: "hold", input: input,
      content: JSON.encode(input), actor: SiteDesk.source)
    let start: StartRequest
    switch try await receiver.complete(asked) {
    case .success(let completed): start = completed
    case .failure(let refusal): return .refused(code: refusal.code, alternatives: Self.alternatives(refusal))
    }
    let (receiver, request) = (receiver, start)
    let reply = await desk.deadline.first(within: desk.settings.commitWithin) { await receiver.start(request) }
    switch reply ?? nil {
    case .created(let reference, _)?:
      let view = try await receiver.read(reference: reference, as: .site(source: SiteDesk.source))
      let until = Facts.instant(view?["view"]?["until"]) ?? desk.services.now.adding(.seconds(600)) ?? .latest
      return .held(reference: reference, until: until)
    case .rejected(let code, _)?:
      let refusal = await receiver.explain(start, refusedAs: code)
      return .refused(code: refusal?.code ?? code, alternatives: refusal.map(Self.alternatives) ?? [])
    default: return .unavailable
    }
  }

  /// The nearest starts that a refusal names.
  static func alternatives(_ refusal: MarketRefusal) -> [Instant] {
    (refusal.members["alternatives"]?.listValue ?? []).compactMap { Facts.instant($0["start"]) }
  }

  /// The time of a draft goes back, if it has one.
  func release(_ draft: Draft) async {
    guard !draft[.hold].isEmpty else { return }
    _ = await send("hold.release", draft)
  }

  /// Asks for as much time again. Returns the new end; nil if there is none.
  func extend(_ draft: Draft) async throws(Unreadable) -> Instant? {
    guard !draft[.hold].isEmpty else { return nil }
    _ = await send("hold.extend", draft)
    let view = try await receiver.read(reference: draft[.hold], as: .site(source: SiteDesk.source))
    guard view?["view"]?["status"]?.stringValue == "held" else { return nil }
    return Facts.instant(view?["view"]?["until"])
  }

  private func send(_ name: String, _ draft: Draft) async -> Reply? {
    let event = InboundEvent(
      source: SiteDesk.source, key: "\(draft[.hold])/\(name)", name: name, role: "site", reference: draft[.hold],
      body: .map(ValueMap()), content: Array(name.utf8), actor: SiteDesk.source)
    let receiver = receiver
    let reply = await desk.deadline.first(within: desk.settings.commitWithin) { await receiver.submit(event) }
    return reply ?? nil
  }
}
