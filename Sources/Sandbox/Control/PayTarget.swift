import CEL

/// The payment that a call of the control API refers to.
enum PayTarget {
  case intent(String)
  /// The payment of a hosted page.
  case session(String)
  /// The latest payment of a group that can still be paid, otherwise its latest. If the group has only an unpaid page,
  /// a payment is created for it.
  case group(String)

  init(_ body: ValueMap) throws(ControlError) {
    if let id = body["payment_intent"]?.stringValue {
      self = .intent(id)
    } else if let id = body["session"]?.stringValue {
      self = .session(id)
    } else if let group = body["group"]?.stringValue {
      self = .group(group)
    } else {
      throw .missing("payment_intent", "pi_…, 'session' with cs_…, or 'group' with the transfer_group of the payment")
    }
  }

  func intent(in provider: inout PaymentProvider) throws -> PaymentIntent {
    switch self {
    case .intent(let id):
      guard let intent = provider.intents.intents[id] else { throw ControlError.absent("payment intent '\(id)'") }
      return intent
    case .session(let id): return try provider.openIntent(of: id)
    case .group(let group):
      let found = provider.intents.intents.tagged("group:\(group)")
      if let intent = found.last(where: { $0.status != .canceled }) { return intent }
      let pages = provider.pages.sessions.tagged("group:\(group)")
      if let page = pages.last(where: { $0.status == .open }) { return try provider.openIntent(of: page.id) }
      guard let last = found.last else { throw ControlError.absent("payment intent in the group '\(group)'") }
      return last
    }
  }
}
