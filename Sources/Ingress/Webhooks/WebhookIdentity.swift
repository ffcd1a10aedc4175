import CEL

/// Whose events an endpoint of the payment provider is sent.
enum WebhookOrigin: Hashable {
  /// Our own account's.
  case platform
  /// Those of the accounts that are connected to ours (Stripe Connect).
  case connected
}

/// A verified event by its key and its name, once it is sure that it concerns us.
///
/// A signature says who sent an event, not whom it is about. An event about a connected account carries that account, and gets a name of
/// its own here, so that no definition that listens to our account's payments ever hears of somebody else's.
struct WebhookIdentity: Hashable {
  /// Stands before the names of events about connected accounts.
  static let connectedPrefix = "connect."

  let key: String
  let name: String

  enum Refusal: Error, Hashable {
    /// It is acknowledged and dropped.
    case unconcerned(WebhookDrop)
    /// The sender sent what it never sends.
    case malformed(String)
  }

  /// - Parameter endpoint: whose events the secret that verified it is for; nil where the settings do not say.
  init(_ reading: PickReading, from source: WebhookSource, endpoint: WebhookOrigin?) throws(Refusal) {
    guard let key = reading.text(source.key), Names.isKey(key) else {
      throw .malformed("\(source.key) has to be a key of 1 to 255 visible characters")
    }
    guard let event = reading.text(source.event) else {
      throw .malformed("\(source.event) has to be the event's name")
    }
    try Self.checkMode(reading, source)
    let origin = try Self.origin(reading, source, endpoint)
    let name = origin == .connected ? Self.connectedPrefix + event : event
    guard Names.isEventName(event), Names.isEventName(name) else { throw .unconcerned(.unknownName) }
    self.key = key
    self.name = name
  }

  /// The event and the object in it each say their mode; where both do, both have to be ours.
  private static func checkMode(_ reading: PickReading, _ source: WebhookSource) throws(Refusal) {
    guard let expected = source.livemode else { return }
    let said = [reading.body["livemode"], reading.object?["livemode"]].compactMap { $0?.boolValue }
    guard !said.isEmpty else { throw .malformed("the event does not say its livemode") }
    guard !said.contains(!expected) else { throw .unconcerned(.otherMode) }
  }

  private static func origin(
    _ reading: PickReading, _ source: WebhookSource, _ endpoint: WebhookOrigin?
  ) throws(Refusal) -> WebhookOrigin {
    guard let pick = source.account else { return .platform }
    let origin: WebhookOrigin = reading.holds(pick) ? .connected : .platform
    if let endpoint, endpoint != origin { throw .unconcerned(.otherOrigin) }
    // An event about an account has to come from that account.
    if origin == .connected, reading.object?["object"] == "account", reading.object?["id"] != reading.body["account"] {
      throw .unconcerned(.otherOrigin)
    }
    return origin
  }
}
