internal import EngineMessages
internal import Storage

/// The secrets with which the parties of a family act. They are derived, so that they need not be kept.
struct Capabilities {
  let context: TurnContext

  func derive(for reference: String) -> [Reply.Capability] {
    context.options.parties.map {
      Reply.Capability(role: $0, secret: context.options.capability(reference, $0))
    }
  }

  /// Keeps the hashes, by which the secrets are recognised.
  func keep(_ capabilities: [Reply.Capability], of family: FamilyID) throws(StoreError) {
    for capability in capabilities {
      try context.store.insertCapability(
        CapabilityRecord(
          hash: context.options.digest(Array(capability.secret.utf8)), family: family, role: capability.role))
    }
  }
}
