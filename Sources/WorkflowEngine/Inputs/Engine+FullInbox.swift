internal import EngineMessages
internal import Storage

extension Engine {
  private static let fullInboxKey = "inbox-full"

  /// Whether no further unmatched event is kept. Then one incident says so, and a next one only after somebody closed it.
  func isInboxFull(_ event: InboundEvent) throws(StoreError) -> Bool {
    let count = if let unmatched { unmatched } else { try store.countInbox(in: .unmatched) }
    unmatched = count
    guard count >= Int64(options.unmatchedLimit) else { return false }
    if let text = try store.meta(Self.fullInboxKey), let number = Int64(text),
      try store.incident(IncidentID(rawValue: number))?.status == .open
    {
      return true
    }
    let id = try open(
      incident: "inbox-full",
      title:
        "\(count) events match no family: more, as '\(event.name)' of \(event.source), are refused until fewer wait",
      family: nil, reference: "")
    try store.setMeta(Self.fullInboxKey, String(id.rawValue))
    return true
  }
}
