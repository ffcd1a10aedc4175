internal import CEL
internal import Statecharts
internal import Storage

/// Steps a family with an admitted event, and keeps the event's personal data beside it.
struct EventDelivery {
  let context: TurnContext
  let label: StepLabel

  /// On a failure nothing is written.
  func step(
    _ family: LoadedFamily, _ admitted: AdmittedEvent, writesIgnored: Bool = true
  ) throws(StoreError) -> Result<EventVerdict, StepFault> {
    let before = admitted.person.isEmpty ? nil : try context.store.person(of: family.id)
    // Before the step, since a first attempt that it makes resolves the references.
    try Inbox(context: context).keepApart(admitted.person, of: family.id)
    let result = try FamilyStepper(context: context).step(
      family, .event(admitted.event), label, writesIgnored: writesIgnored)
    switch result {
    case .success(.handled), .success(.ignored), .success(.deferred): break
    case .success(.already), .success(.rejected), .failure:
      // Nothing refers to them.
      if !admitted.person.isEmpty {
        try context.store.putPerson(of: family.id, data: before ?? JSON.encode(.map(ValueMap())))
      }
    }
    return result
  }

  /// Stops the family after a failed step; the incident holds the event, its personal data are kept apart.
  func stop(
    _ family: FamilyID, _ admitted: AdmittedEvent, _ fault: StepFault, holding inbox: InboxID
  ) throws(StoreError) {
    try Inbox(context: context).keepApart(admitted.person, of: family)
    try FamilyStepper(context: context).stop(family, fault, label, holding: inbox)
  }
}
