internal import CEL
internal import Statecharts
internal import Storage

/// Steps a family with an admitted event, and stores the event's personal data beside the family.
struct EventDelivery {
  let context: TurnContext
  let label: StepLabel

  /// Takes the step. Nothing is written if it fails.
  func step(
    _ family: LoadedFamily, _ admitted: AdmittedEvent
  ) throws(StoreError) -> Result<TakenStep, StepFault> {
    let before = admitted.person.isEmpty ? nil : try context.store.person(of: family.id)
    // This precedes the step, because a first attempt made by the step resolves the references.
    try Inbox(context: context).keepApart(admitted.person, of: family.id)
    let result = try FamilyStepper(context: context).step(family, .event(admitted.event), label)
    if !admitted.person.isEmpty, !isReferred(result) {
      try context.store.putPerson(of: family.id, data: before ?? JSON.encode(.map(ValueMap())))
    }
    return result
  }

  /// True if something that was written may refer to the event's personal data.
  private func isReferred(_ result: Result<TakenStep, StepFault>) -> Bool {
    guard case .success(let taken) = result, taken.isWritten else { return false }
    switch taken.disposition {
    case .handled, .ignored, .deferred: return true
    case .already, .rejected: return false
    }
  }

  /// Stops the family after a failed step. The incident holds the event; its personal data is stored apart.
  func stop(
    _ family: FamilyID, _ admitted: AdmittedEvent, _ fault: StepFault, holding inbox: InboxID
  ) throws(StoreError) {
    try Inbox(context: context).keepApart(admitted.person, of: family)
    try FamilyStepper(context: context).stop(family, fault, label, holding: inbox)
  }
}
