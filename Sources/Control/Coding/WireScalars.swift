public import CEL
public import CivilTime

extension String: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "text" }
  /// A valid value.
  public static var sample: String { "text" }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard let text = wire.stringValue else { return nil }
    self = text
  }
  /// The JSON value.
  public var wire: Value { .string(self) }
}

extension Bool: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "true or false" }
  /// A valid value.
  public static var sample: Bool { true }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard let flag = wire.boolValue else { return nil }
    self = flag
  }
  /// The JSON value.
  public var wire: Value { .bool(self) }
}

extension Int64: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "whole number" }
  /// A valid value.
  public static var sample: Int64 { 1 }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard let number = wire.intValue else { return nil }
    self = number
  }
  /// The JSON value.
  public var wire: Value { .int(self) }
}

/// Written in UTC; read with any offset.
extension Instant: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "RFC 3339 instant such as 2030-01-31T10:00:00Z" }
  /// A valid value.
  public static var sample: Instant { .epoch }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    switch wire {
    case .timestamp(let instant): self = instant
    case .string(let text):
      do throws(CivilTimeError) {
        self = try Instant.parse(text)
      } catch {
        return nil
      }
    default: return nil
    }
  }
  /// The JSON value.
  public var wire: Value { .timestamp(self) }
}

/// Any JSON, where the workflow's definition decides about the form.
extension Value: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "any JSON" }
  /// A valid value.
  public static var sample: Value { .string("any") }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) { self = wire }
  /// The JSON value.
  public var wire: Value { self }
}

extension ValueMap: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static var notation: String { "JSON object" }
  /// A valid value.
  public static var sample: ValueMap { ValueMap() }
  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .map(let map) = wire else { return nil }
    self = map
  }
  /// The JSON value.
  public var wire: Value { .map(self) }
}
