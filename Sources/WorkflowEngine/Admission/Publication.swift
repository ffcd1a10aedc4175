internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Stores what a family tells all families that listen. The row is written with the family's own change, and taken in a
/// later step as a provider's event is, so that neither side holds up the other (docs/decisions/0023).
struct Publication {
  let context: TurnContext
  /// The key of the family that publishes.
  let sender: String

  /// - Parameter number: distinguishes this event from all others of the sender.
  func store(_ name: String, _ body: Value, number: String) throws(StoreError) {
    let source = Event.publishedSource
    let key = "\(sender)/\(number)"
    let content = JSON.encode(body)
    let event = InboundEvent(
      source: source, key: key, name: name, role: "provider", reference: nil, body: body, content: content,
      actor: source)
    let row = try Inbox(context: context).insert(
      event, family: nil, .unmatched, .raw(body: body), nextAt: context.stored(context.now))
    // As any event of the inbox it is remembered by its key.
    try Deduplication(context, source: source, key: key, content: content)
      .remember(row, .accepted(reference: "", disposition: .handled))
  }
}
