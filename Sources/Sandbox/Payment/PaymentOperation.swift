/// One call of the provider's API: the operation's name, by which faults refer to it, and the identifiers in its path.
struct PaymentOperation: Sendable, Equatable {
  let name: String
  let id: String
  let child: String
  /// The connected account from the header `Stripe-Account`, on whose behalf the platform calls.
  var account: String?

  private init(_ name: String, _ id: String = "", _ child: String = "") {
    self.name = name
    self.id = id
    self.child = child
  }

  /// Resources whose path has two parts.
  private static let spaces: Set<String> = ["checkout", "radar", "test_helpers"]

  /// Returns nil if the provider has no such path. `segments` begin after `v1`.
  init?(_ method: String, _ segments: ArraySlice<String>) {
    var path = Array(segments)
    if path.count > 1, Self.spaces.contains(path[0]) { path[0...1] = ["\(path[0]).\(path[1])"] }
    let operation: PaymentOperation
    switch (method, path.count) {
    case ("GET", 1) where path[0] == "balance": operation = Self("balance.retrieve")
    case ("GET", 1): operation = Self("\(path[0]).list")
    case ("POST", 1): operation = Self("\(path[0]).create")
    case ("GET", 2): operation = Self("\(path[0]).retrieve", path[1])
    case ("POST", 2): operation = Self("\(path[0]).update", path[1])
    case ("DELETE", 2): operation = Self("\(path[0]).delete", path[1])
    case ("GET", 3) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.list", path[1])
    case ("POST", 3) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.create", path[1])
    case ("GET", 4) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.retrieve", path[1], path[3])
    case ("POST", 4) where path[0] == "transfers" && path[2] == "reversals":
      operation = Self("transfer_reversals.update", path[1], path[3])
    case ("POST", 3): operation = Self("\(path[0]).\(path[2])", path[1])
    default: return nil
    }
    guard ParameterTable.calls[operation.name] != nil else { return nil }
    self = operation
  }
}
