/// One call of the provider's API: the operation's name, which faults are ordered by, and the identifiers in its path.
struct PaymentOperation: Sendable, Equatable {
  let name: String
  let id: String
  let child: String

  private init(_ name: String, _ id: String = "", _ child: String = "") {
    self.name = name
    self.id = id
    self.child = child
  }

  /// nil when the provider has no such URL. `segments` begin after `v1`.
  init?(_ method: String, _ segments: ArraySlice<String>) {
    let path = Array(segments)
    let operation: PaymentOperation
    switch (method, path.count) {
    case ("GET", 1) where path[0] == "balance": operation = Self("balance.retrieve")
    case ("GET", 1): operation = Self("\(path[0]).list")
    case ("POST", 1): operation = Self("\(path[0]).create")
    case ("GET", 2): operation = Self("\(path[0]).retrieve", path[1])
    case ("POST", 2): operation = Self("\(path[0]).update", path[1])
    case ("GET", 3) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.list", path[1])
    case ("POST", 3) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.create", path[1])
    case ("GET", 4) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.retrieve", path[1], path[3])
    case ("POST", 3): operation = Self("\(path[0]).\(path[2])", path[1])
    default: return nil
    }
    guard Self.known.contains(operation.name) else { return nil }
    self = operation
  }

  static let known: Set<String> = [
    "payment_intents.create", "payment_intents.retrieve", "payment_intents.list", "payment_intents.cancel",
    "payment_intents.confirm", "charges.retrieve", "charges.list", "refunds.create", "refunds.retrieve",
    "refunds.list", "transfers.create", "transfers.retrieve", "transfers.list", "transfer_reversals.create",
    "transfer_reversals.list", "transfer_reversals.retrieve", "accounts.retrieve", "disputes.retrieve",
    "disputes.list", "disputes.update", "disputes.close", "balance.retrieve", "events.list", "events.retrieve",
  ]
}
