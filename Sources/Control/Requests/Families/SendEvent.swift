public import CEL

/// Sends an event to a booking in the role of operator.
public struct SendEvent: ControlRequest {
  /// The verb `families.event`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("families.event", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The booking's reference.
  public var reference: ShortText
  /// The event's name as the workflow declares it.
  public var name: ShortText
  /// The event's data, with the types that the workflow declares.
  public var data: ValueMap?

  /// Creates the request; an argument that is nil is left out.
  public init(reference: ShortText, name: ShortText, data: ValueMap? = nil) {
    self.reference = reference
    self.name = name
    self.data = data
  }
}
