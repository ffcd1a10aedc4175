/// Something in the store that should not be so.
public struct VerificationFinding: Sendable, CustomStringConvertible {
  /// The family's business key, or what else of the store it is about.
  public var reference: String
  /// Stable, kebab-case.
  public var code: String
  public var message: String
  public var description: String { "\(reference): \(code): \(message)" }
}
