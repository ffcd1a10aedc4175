internal import EngineMessages
internal import Storage

/// Derives the secrets with which the parties of a family act. A derived secret need not be stored and can be shown
/// again when a request is repeated.
struct Capabilities {
  let context: TurnContext

  /// - Parameter parties: the roles that the family's definition declares.
  func derive(for reference: String, _ parties: [String]) -> [Reply.Capability] {
    parties.map {
      Reply.Capability(role: $0, secret: context.options.capability(reference, $0))
    }
  }

  /// Stores the hash of each secret, by which a later caller is recognised.
  func keep(_ capabilities: [Reply.Capability], of family: FamilyID) throws(StoreError) {
    for capability in capabilities {
      try context.store.insertCapability(
        CapabilityRecord(
          hash: context.options.digest(Array(capability.secret.utf8)), family: family, role: capability.role))
    }
  }
}
