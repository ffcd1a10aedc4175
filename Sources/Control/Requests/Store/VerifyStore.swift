/// Verifies the whole store; takes as long as the store is large, and ends when the caller leaves.
public struct VerifyStore: ControlRequest {
  public static let verb = Verb("store.verify", isLong: true)
  public typealias Answer = Verification

  public init() {}
}

/// What a verification found.
public struct Verification: Codable, Sendable {
  /// Every check passed.
  public var ok: Bool
  /// Each check with its findings.
  public var checks: [Check]

  public init(checks: [Check]) {
    ok = checks.allSatisfy(\.ok)
    self.checks = checks
  }

  /// One check of a verification.
  public struct Check: Codable, Sendable {
    /// What it says if it passes.
    public var name: String
    /// It passed.
    public var ok: Bool
    /// The first 50 findings, one a line; absent if there are none.
    public var detail: String?

    public init(name: String, findings: [String]) {
      self.name = name
      ok = findings.isEmpty
      detail = findings.isEmpty ? nil : findings.prefix(50).joined(separator: "\n")
    }
  }
}
