internal import CEL
internal import CivilTime
internal import Statecharts
internal import WorkflowScenarios

/// Reads what a bundle's events hear of providers' messages, as correlation does. A message that yields no payload, or
/// one that the event's type does not allow, is left out.
struct HearingReader {
  let bundle: Bundle
  let now: Instant

  func hearings(of webhooks: [Repertoire.Webhook]) -> [FamilyModel.Hearing] {
    webhooks.flatMap { webhook -> [FamilyModel.Hearing] in
      var names: Set<String> = []
      return bundle.machines.flatMap { machine in
        machine.declarations.keys.sorted().compactMap { index -> FamilyModel.Hearing? in
          guard let declaration = machine.declarations[index],
            declaration.from.contains("\(webhook.source)/\(webhook.type)"), !names.contains(declaration.name),
            let event = event(declaration, webhook.body)
          else { return nil }
          names.insert(declaration.name)
          return FamilyModel.Hearing(webhook: webhook, event: event, subjects: subjects(declaration, webhook.body))
        }
      }
    }
  }

  private func event(_ declaration: EventDeclaration, _ body: Value) -> Event? {
    guard let payload = declaration.extract.map({ try? bundle.evaluate($0, body: body, now: now) }) ?? body else {
      return nil
    }
    var limits = bundle.limits.input
    limits.isFreeText = true
    guard let data = try? declaration.data.decode(CELType.dyn.normalize(payload), limits: limits) else { return nil }
    return Event(name: declaration.name, role: "provider", data: data)
  }

  private func subjects(_ declaration: EventDeclaration, _ body: Value) -> [(field: Int, text: String)] {
    declaration.correlate.compactMap { field, expression in
      guard let value = try? bundle.evaluate(expression, body: body, now: now), value != .null else { return nil }
      return (field, Interpolation.display(value))
    }
  }
}
