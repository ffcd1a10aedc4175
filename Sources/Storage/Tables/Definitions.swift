/// A deployed bundle: an immutable set of definitions and templates, to which families are pinned.
public struct BundleRecord: Hashable, Sendable {
  /// A file of a bundle.
  public struct File: Hashable, Sendable {
    /// The path below the workflows folder, with slashes.
    public var path: String
    /// The content, byte for byte.
    public var source: [UInt8]
    /// - Parameter path: relative to the workflows folder, with slashes.
    public init(path: String, source: [UInt8]) {
      self.path = path
      self.source = source
    }
  }

  /// SHA-256 over paths and sources, in lower-case hexadecimal.
  public var hash: String
  /// The time at which the bundle was first stored.
  public var deployedAt: StoredInstant
  /// In ascending order of path.
  public var files: [File]

  /// - Parameter hash: SHA-256 over paths and sources, in lower-case hexadecimal.
  public init(hash: String, deployedAt: StoredInstant, files: [File]) {
    self.hash = hash
    self.deployedAt = deployedAt
    self.files = files
  }
}

/// Reads deployed bundles.
public protocol ReadDefinitions: AnyObject {
  /// Returns the bundle with this hash; nil if it was never stored.
  func bundle(_ hash: String) throws(StoreError) -> BundleRecord?
  /// Returns each bundle's hash, the time of its deployment and the number of its families that have not ended, in
  /// ascending order of (time, hash).
  func bundles() throws(StoreError) -> [(hash: String, deployedAt: StoredInstant, families: Int64)]
}

/// Writes deployed bundles.
public protocol WriteDefinitions: AnyObject {
  /// Stores a bundle. Does nothing if its hash is stored already. Throws `constraint` if a path occurs twice.
  func putBundle(_ record: BundleRecord) throws(StoreError)
}
