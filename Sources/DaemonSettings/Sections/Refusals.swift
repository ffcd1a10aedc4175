extension IngressSection.WebhookSource {
  /// Which events say that an address must not be written to any more, and where the address is.
  public struct Refusals: Hashable, Sendable {
    /// The way by which an address is written to.
    public enum Channel: String, Hashable, Sendable, CaseIterable { case mail, sms }

    /// The way by which the address is written to.
    public var channel: Channel
    /// The place of the address.
    public var address: String
    /// The events after which nothing leaves.
    public var all: [String]
    /// The events after which marketing does not leave.
    public var marketing: [String]

    init?(_ section: SectionReader) {
      channel = section.value("channel", .choice, default: .mail)
      let address = section.required("address", .pick)
      let event = SettingKind<String>.text("the name of an event", maximum: 128)
      all = section.values("all", event)
      marketing = section.values("marketing", event)
      if all.isEmpty, marketing.isEmpty {
        section.object(
          .missingKey, to: "all", expected: "the name of one event at least",
          cure: "add 'all:' or 'marketing:', or take 'suppress:' away")
      }
      if let both = all.first(where: marketing.contains) {
        section.object(
          .conflict, to: "marketing", expected: "other events than those under 'all'", given: both,
          cure: "take it away here: after it nothing leaves, marketing included")
      }
      guard let address else { return nil }
      self.address = address
    }
  }
}
