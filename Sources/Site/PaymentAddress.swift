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
    /// The client can pay by a transfer to this account.
    case transfer(TransferView)
    /// It is paid, or it will not be paid any more.
    case over

    /// The provider's page, if the client can pay there.
    var page: WebLink? { if case .open(let link) = self { link } else { nil } }
    /// The account for a transfer, if the client can pay by one.
    var transfer: TransferView? { if case .transfer(let account) = self { account } else { nil } }
  }

  /// Reads the state from the view of a booking.
  func state(_ facts: Value?) -> State {
    guard let facts else { return .waiting }
    guard facts["status"]?.stringValue == "pending_payment" else { return .over }
    if let link = facts["payUrl"]?.stringValue.flatMap({ WebLink($0, of: desk.settings.paymentPages) }) {
      return .open(link)
    }
    return Self.transfer(facts).map(State.transfer) ?? .waiting
  }

  private static func transfer(_ facts: Value) -> TransferView? {
    guard let account = facts["payTransfer"], let iban = account["iban"]?.stringValue, !iban.isEmpty,
      let amount = facts["price"]?.intValue, let currency = facts["currency"]?.stringValue
    else { return nil }
    return TransferView(
      iban: iban, bic: account["bic"]?.stringValue, holder: account["holder"]?.stringValue,
      reference: account["reference"]?.stringValue, amount: amount, currency: currency,
      deadline: Facts.instant(facts["payBy"]))
  }

  /// The page, as soon as the provider has made it; nil if it takes longer than the settings say, or there is none.
  func page(of reference: String) async -> WebLink? {
    let last = await look(reference) { state in
      if case .waiting = state { false } else { true }
    }
    return last?.page
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
