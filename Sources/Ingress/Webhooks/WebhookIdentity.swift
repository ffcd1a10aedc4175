import CEL

/// The accounts whose events are sent to an endpoint.
enum WebhookOrigin: Hashable {
  /// Our own account.
  case platform
  /// The accounts that are connected to ours (Stripe Connect).
  case connected
}

/// The key and the name of a verified event that concerns us.
///
/// A signature tells who sent an event, not whom it concerns. An event about a connected account carries that account.
/// It is given a name of its own here, so that no definition that listens to our account's payments ever receives
/// another account's.
struct WebhookIdentity: Hashable {
  /// The prefix of the names of events about connected accounts.
  static let connectedPrefix = "connect."

  let key: String
  let name: String

  enum Refusal: Error, Hashable {
    /// The event does not concern us. It is acknowledged and dropped.
    case unconcerned(WebhookDrop)
    /// The event is not of the form in which the sender makes its events.
    case malformed(String)
  }

  /// - Parameter endpoint: the account whose events the endpoint is sent that verified it; nil if the settings do not
  ///   say.
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

  /// Checks the mode. The event and the object in it may each have one, and each has to be ours.
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
