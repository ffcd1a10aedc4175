internal import CEL
internal import Encoding
internal import EngineMessages
internal import Storage

/// Remembers the key of every input of a sender for good, so that none takes effect twice.
struct Deduplication {
  let context: TurnContext
  let source: String
  private let key: String
  private let keyHash: [UInt8]
  private let contentHash: [UInt8]
  /// A provider's event counts as the same if its bytes are equal, or if everything that our definitions read from it
  /// is equal. The second half of the hash covers the latter.
  private let isProvider: Bool

  /// - Parameter family: the family that the input names; nil if it names none.
  init(
    _ context: TurnContext, source: String, key: String, content: [UInt8], to family: EventTarget? = nil
  ) {
    self.context = context
    self.source = source
    self.key = key
    keyHash = family.map { context.keyHash.of(key, to: $0) } ?? context.keyHash.plain(key)
    contentHash = context.truncatedDigest(content)
    isProvider = false
  }

  /// - Parameter reading: everything that live definitions read from the provider's event.
  init(_ context: TurnContext, source: String, key: String, content: [UInt8], reading: Value) {
    self.context = context
    self.source = source
    self.key = key
    keyHash = context.keyHash.plain(key)
    contentHash = Array(
      context.truncatedDigest(content).prefix(8) + context.truncatedDigest(JSON.encodeCanonical(reading)).prefix(8))
    isProvider = true
  }

  /// Returns the reply to an input that was seen before: its original reply, or a conflict if the content differs.
  /// Returns nil for a new input.
  func repeated() throws(StoreError) -> Reply? {
    guard let seen = try context.store.seen(source: source, keyHash: keyHash) else { return nil }
    guard isSame(seen.bodyHash) else { return try conflict(with: seen) }
    return try original(seen)
  }

  private func isSame(_ hash: [UInt8]) -> Bool {
    if !isProvider { return hash == contentHash }
    return hash.prefix(8) == contentHash.prefix(8) || hash.suffix(8) == contentHash.suffix(8)
  }

  private func original(_ seen: SeenRecord) throws(StoreError) -> Reply {
    guard let original = Reply(try context.parse(seen.verdict, "seen.verdict of \(source)")) else {
      throw StoreError(.corrupt, "seen.verdict of \(source) is not a reply")
    }
    return .duplicate(of: original)
  }

  /// Records the input, its row in the inbox and its reply.
  func remember(_ inbox: InboxID, _ reply: Reply) throws(StoreError) {
    try context.store.insertSeen(
      SeenRecord(
        source: source, keyHash: keyHash, bodyHash: contentHash, inbox: inbox, at: context.stored(context.now),
        verdict: JSON.encode(reply.value)))
  }

  /// Answers an input that repeats a key with other content. Nothing is stored. An incident is opened once for each
  /// key, and only once for all keys whose event had changed nothing. A provider gets the original's reply, because it
  /// would send a refused event again for days; any other sender is refused.
  private func conflict(with seen: SeenRecord) throws(StoreError) -> Reply {
    let title = "\(source) sent the key '\(key)' again with other content"
    if seen.inbox == .unkept {
      try context.incidents.openOnce("key-conflict", title: title, family: nil, reference: "")
    } else if try !context.store.hasIncident(code: "key-conflict", inbox: seen.inbox) {
      try context.incidents.open("key-conflict", title: title, family: nil, reference: "", inbox: seen.inbox)
    }
    return isProvider ? try original(seen) : .conflict("the key was used with other content")
  }

  /// A short name for this input, unique among all inputs and usable within a path.
  var mark: String {
    Hex.encode(context.truncatedDigest(Array("\(source)/\(key)".utf8)).prefix(6))
  }
}
