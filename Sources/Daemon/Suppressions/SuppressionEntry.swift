import CEL
import Executors
import Storage

/// One version of an address's entry, as its record keeps it.
struct SuppressionEntry: Sendable, Hashable {
  let channel: Contact.Channel
  /// nil once the address was taken off the list.
  let suppression: Suppression?
  /// A digest of what was told.
  let cause: String

  init(channel: Contact.Channel, suppression: Suppression?, cause: String) {
    (self.channel, self.suppression, self.cause) = (channel, suppression, cause)
  }

  /// Returns nil for a record that holds no entry.
  init?(_ record: StoredRecord) {
    let body = StoredJSON.value(record.body)
    guard let channel = body["channel"]?.stringValue.flatMap({ Contact.Channel(rawValue: $0) }) else { return nil }
    self.channel = channel
    cause = body["cause"]?.stringValue ?? ""
    suppression = body["scope"]?.stringValue.flatMap { Suppression.Scope(rawValue: $0) }.map {
      Suppression(scope: $0, reason: body["reason"]?.stringValue ?? "")
    }
  }

  var body: Value {
    [
      "channel": .string(channel.rawValue), "scope": suppression.map { .string($0.scope.rawValue) } ?? .null,
      "reason": suppression.map { .string($0.reason) } ?? .null, "cause": .string(cause),
    ]
  }
}
