/// A discrepancy in the store.
public struct VerificationFinding: Sendable, CustomStringConvertible {
  /// The family's business key, or the part of the store that the finding is about.
  public var reference: String
  /// A stable code in kebab-case.
  public var code: String
  /// A sentence for a person, without the code.
  public var message: String
  /// The finding as `reference: code: message`.
  public var description: String { "\(reference): \(code): \(message)" }
}
