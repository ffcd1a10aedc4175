import CEL

/// Which events of a source say that an address must not be written to, and where the address is.
public struct RefusalRule: Sendable, Hashable {
  /// The way by which the address is written to.
  public var channel: ContactRefusal.Channel
  /// The place of the address.
  public var address: Pick
  /// The events after which nothing leaves.
  public var all: Set<String>
  /// The events after which marketing does not leave.
  public var marketing: Set<String>

  /// Creates a rule.
  public init(channel: ContactRefusal.Channel, address: Pick, all: Set<String>, marketing: Set<String>) {
    (self.channel, self.address) = (channel, address)
    (self.all, self.marketing) = (all, marketing)
  }

  /// The refusal that an event is; nil for another one, and for one without an address.
  func refusal(_ identity: WebhookIdentity, _ reading: PickReading, source: String) -> ContactRefusal? {
    let isTotal = all.contains(identity.name)
    guard isTotal || marketing.contains(identity.name), let address = reading.text(address) else { return nil }
    return ContactRefusal(
      channel: channel, address: address, isMarketingOnly: !isTotal, reason: identity.name, source: source,
      key: identity.key)
  }
}
