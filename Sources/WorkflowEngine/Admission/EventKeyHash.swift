internal import Storage

/// The family that an event names.
struct EventTarget {
  let id: FamilyID
  /// The family's key.
  let reference: String
}

/// The 16 bytes under which an input is remembered.
///
/// A key that begins with its family's key and a slash can name an event of that family only. Its hash begins with the
/// family's number, so that what live families were told lies side by side in the store. Under a plain hash each of these
/// rows would dirty a page of its own in a large store.
struct EventKeyHash {
  /// SHA-256.
  let digest: ([UInt8]) -> [UInt8]
  /// Families up to this one were started when all hashes were plain, and keep them, so that what they were told before
  /// is still recognized.
  let lastPlain: FamilyID

  /// The row of `meta` that holds the last family with plain hashes. A store that was never migrated has none.
  private static let row = "last-family-with-plain-keys"
  private static let length = 16
  /// The bytes of a family's number: enough for 280,000,000,000,000 families.
  private static let prefix = 6

  init(digest: @escaping ([UInt8]) -> [UInt8], of store: any StoreReader) throws(StoreError) {
    self.digest = digest
    lastPlain = FamilyID(rawValue: try store.meta(Self.row).flatMap { Int64($0) } ?? 0)
  }

  /// The hash of a key that is unique among all events of its sender.
  func plain(_ key: String) -> [UInt8] { Array(digest(Array(key.utf8)).prefix(Self.length)) }

  /// - Parameter family: the family that the event names.
  func of(_ key: String, to family: EventTarget) -> [UInt8] {
    let number = family.id.rawValue
    guard number > lastPlain.rawValue, number < 1 << (8 * Self.prefix), key.hasPrefix(family.reference + "/") else {
      return plain(key)
    }
    let place = (0..<Self.prefix).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    return place + digest(Array(key.utf8)).prefix(Self.length - Self.prefix)
  }
}
