/// A secret's hash that lets its holder act for a party of a family. The secret itself is not stored.
public struct CapabilityRecord: Hashable, Sendable {
  /// SHA-256 over the secret; 32 bytes.
  public var hash: [UInt8]
  /// The family for which the holder may act.
  public var family: FamilyID
  /// The party, for example `client` or `consultant`.
  public var role: String

  /// - Parameter hash: 32 bytes.
  public init(hash: [UInt8], family: FamilyID, role: String) {
    self.hash = hash
    self.family = family
    self.role = role
  }
}

/// Reads the hashes of capabilities.
public protocol ReadCapabilities: AnyObject {
  /// Returns the capabilities of a family in ascending order of role and hash: one for each party, so they are few.
  func capabilities(of family: FamilyID) throws(StoreError) -> [CapabilityRecord]
  /// Returns all capabilities in ascending order of family, role and hash, for a verification.
  ///
  /// - Parameters:
  ///   - after: exclusive; nil starts from the first.
  ///   - limit: 1 to 10,000.
  func capabilities(after: CapabilityRecord?, limit: Int) throws(StoreError) -> [CapabilityRecord]
}

/// Writes the hashes of capabilities.
public protocol WriteCapabilities: AnyObject {
  /// Inserts a capability. Throws `constraint` if it exists, if the hash is not 32 bytes long, or if the family does not
  /// exist.
  func insertCapability(_ record: CapabilityRecord) throws(StoreError)
}
