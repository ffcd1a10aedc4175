/// A deployed bundle: all definitions and templates that families are pinned to, immutable.
public struct BundleRecord: Hashable, Sendable {
  public struct File: Hashable, Sendable {
    /// Path below the workflows folder, with slashes.
    public var path: String
    public var source: [UInt8]
    public init(path: String, source: [UInt8]) {
      self.path = path
      self.source = source
    }
  }

  /// Lower-case hex SHA-256 over paths and sources.
  public var hash: String
  public var deployedAt: StoredInstant
  /// Ascending by path.
  public var files: [File]

  public init(hash: String, deployedAt: StoredInstant, files: [File]) {
    self.hash = hash
    self.deployedAt = deployedAt
    self.files = files
  }
}

public protocol ReadDefinitions: AnyObject {
  func bundle(_ hash: String) throws(StoreError) -> BundleRecord?
  /// Hashes with the time of their deployment and the count of families that are not ended, ascending by (time, hash).
  func bundles() throws(StoreError) -> [(hash: String, deployedAt: StoredInstant, families: Int64)]
}

public protocol WriteDefinitions: AnyObject {
  /// Keeps a bundle; harmless when that hash is there already. `constraint` if a path occurs twice.
  func putBundle(_ record: BundleRecord) throws(StoreError)
}
