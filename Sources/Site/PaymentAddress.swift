import CEL
import Ingress
import Pages

/// The page of the payment provider on which a booking is paid, and what has become of the payment.
struct PaymentAddress {
  let desk: SiteDesk

  /// How far the payment of a booking is.
  enum State: Sendable {
    /// Nothing is known yet.
    case waiting
    /// The client can pay here.
    case open(WebLink)
    /// It is paid, or it will not be paid any more.
    case over
  }

  /// Reads the state from the view of a booking.
  func state(_ facts: Value?) -> State {
    guard let facts else { return .waiting }
    guard facts["status"]?.stringValue == "pending_payment" else { return .over }
    return facts["payUrl"]?.stringValue.flatMap { WebLink($0, of: desk.settings.paymentPages) }.map(State.open)
      ?? .waiting
  }

  /// The page, as soon as the provider has made it; nil if it takes longer than the settings say, or there is none.
  func page(of reference: String) async -> WebLink? {
    let last = await look(reference) { state in
      if case .waiting = state { false } else { true }
    }
    if case .open(let link)? = last { return link }
    return nil
  }

  /// Waits until the payment is over, as long as the settings say. The provider tells us at about the time at which it
  /// sends the client back.
  func settled(_ reference: String) async {
    _ = await look(reference) { state in
      if case .over = state { true } else { false }
    }
  }

  /// Looks at a booking now and whenever it has changed, until a state is enough.
  private func look(_ reference: String, until isEnough: @escaping @Sendable (State) -> Bool) async -> State? {
    let (changes, limit, pause) = (
      desk.services.changes(of: reference), desk.settings.paymentPageWithin, desk.deadline.pause
    )
    return await withTaskGroup(of: State?.self) { group in
      group.addTask {
        var last = await now(reference)
        if isEnough(last) { return last }
        for await _ in changes {
          last = await now(reference)
          if isEnough(last) { break }
        }
        return last
      }
      group.addTask {
        await pause(limit)
        return nil
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? nil
    }
  }

  private func now(_ reference: String) async -> State {
    let booking = try? await desk.services.receiver.read(reference: reference, as: .party(role: "client"))
    return state(booking?["view"])
  }
}
