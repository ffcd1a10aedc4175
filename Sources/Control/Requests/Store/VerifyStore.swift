/// Verifies the whole store. The time that it takes grows with the store; it ends when the caller disconnects.
public struct VerifyStore: ControlRequest {
  /// The verb `store.verify`, which reads.
  public static let verb = Verb("store.verify", isLong: true)
  /// The answer is a `Verification`.
  public typealias Answer = Verification

  /// Creates the request, which has no arguments.
  public init() {}
}

/// The result of a verification.
public struct Verification: Codable, Sendable {
  /// Whether every check passed.
  public var ok: Bool
  /// Each check with its findings.
  public var checks: [Check]

  /// Creates a `Verification` from its fields.
  public init(checks: [Check]) {
    ok = checks.allSatisfy(\.ok)
    self.checks = checks
  }

  /// One check of a verification.
  public struct Check: Codable, Sendable {
    /// The check's statement, which holds if it passes.
    public var name: String
    /// Whether it passed.
    public var ok: Bool
    /// The first 50 findings, one a line; absent if there are none.
    public var detail: String?

    /// Creates a `Check` from its fields.
    public init(name: String, findings: [String]) {
      self.name = name
      ok = findings.isEmpty
      detail = findings.isEmpty ? nil : findings.prefix(50).joined(separator: "\n")
    }
  }
}
