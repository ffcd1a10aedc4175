/// Who may act for a party of a family: the holder of a secret of which only the hash is kept.
public struct CapabilityRecord: Hashable, Sendable {
  /// 32 bytes: SHA-256 over the secret.
  public var hash: [UInt8]
  public var family: FamilyID
  /// `client` or `consultant`.
  public var role: String

  public init(hash: [UInt8], family: FamilyID, role: String) {
    self.hash = hash
    self.family = family
    self.role = role
  }
}

public protocol ReadCapabilities: AnyObject {
  func capability(hash: [UInt8]) throws(StoreError) -> CapabilityRecord?
  /// All capabilities, ascending by hash, from `after` (exclusive; nil: from the first), at most `limit` (1 to 10,000):
  /// for a verification.
  func capabilities(after: [UInt8]?, limit: Int) throws(StoreError) -> [CapabilityRecord]
}

public protocol WriteCapabilities: AnyObject {
  /// `constraint` if the hash exists or has not 32 bytes, or without the family.
  func insertCapability(_ record: CapabilityRecord) throws(StoreError)
}
