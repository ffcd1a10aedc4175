internal import Execution

extension StepDeclaration {
  /// Returns the same step of a provider that recognises keys for this time only; one without keys has none still.
  func remembering(_ lifetime: Duration) -> StepDeclaration {
    guard let own = keyLifetime else { return self }
    return StepDeclaration(
      name: name, stepClass: stepClass, input: input, returns: returns, errors: errors, settlesLate: settlesLate,
      keyLifetime: min(own, lifetime), settle: settle, onUnknown: onUnknown, reconciles: reconciles, lookup: lookup,
      priority: priority, timeout: timeout, templates: templates)
  }
}
