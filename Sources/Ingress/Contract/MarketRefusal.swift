public import CEL

/// A refusal that the catalogue decides: of a quote, or of a booking before the engine sees it.
public struct MarketRefusal: Error, Sendable, Hashable {
  /// 404 for what is not shown, 409 for what was true a moment ago, 422 for a body that is wrong.
  public var status: Int
  /// Stable.
  public var code: String
  /// For people.
  public var message: String
  /// Everything that is wrong with the body's fields.
  public var faults: [FieldFault]
  /// The facts that hold now: members of the problem beside the usual ones (RFC 9457 section 3.2).
  public var members: ValueMap

  /// - Parameter members: what is true now.
  public init(
    status: Int, code: String, message: String, faults: [FieldFault] = [], members: ValueMap = ValueMap()
  ) {
    (self.status, self.code, self.message) = (status, code, message)
    (self.faults, self.members) = (faults, members)
  }
}
