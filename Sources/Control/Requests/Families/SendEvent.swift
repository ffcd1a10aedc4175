public import CEL

/// Sends a booking an event as its operator.
public struct SendEvent: ControlRequest {
  public static let verb = Verb("families.event", .act)
  public typealias Answer = ActResult

  /// The booking's reference.
  public var reference: ShortText
  /// The event, as the workflow declares it.
  public var name: ShortText
  /// The event's data; its types are the workflow's.
  public var data: ValueMap?

  public init(reference: ShortText, name: ShortText, data: ValueMap? = nil) {
    self.reference = reference
    self.name = name
    self.data = data
  }
}
