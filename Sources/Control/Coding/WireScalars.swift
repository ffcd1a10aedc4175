public import CEL
public import CivilTime

extension String: WireScalar {
  public static var notation: String { "text" }
  public static var sample: String { "text" }
  public init?(wire: Value) {
    guard let text = wire.stringValue else { return nil }
    self = text
  }
  public var wire: Value { .string(self) }
}

extension Bool: WireScalar {
  public static var notation: String { "true or false" }
  public static var sample: Bool { true }
  public init?(wire: Value) {
    guard let flag = wire.boolValue else { return nil }
    self = flag
  }
  public var wire: Value { .bool(self) }
}

extension Int64: WireScalar {
  public static var notation: String { "whole number" }
  public static var sample: Int64 { 1 }
  public init?(wire: Value) {
    guard let number = wire.intValue else { return nil }
    self = number
  }
  public var wire: Value { .int(self) }
}

/// Written as UTC; read with any offset.
extension Instant: WireScalar {
  public static var notation: String { "RFC 3339 instant such as 2030-01-31T10:00:00Z" }
  public static var sample: Instant { .epoch }
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
  public var wire: Value { .timestamp(self) }
}

/// Anything, where the definitions decide what stands there.
extension Value: WireScalar {
  public static var notation: String { "any JSON" }
  public static var sample: Value { .string("any") }
  public init?(wire: Value) { self = wire }
  public var wire: Value { self }
}

extension ValueMap: WireScalar {
  public static var notation: String { "JSON object" }
  public static var sample: ValueMap { ValueMap() }
  public init?(wire: Value) {
    guard case .map(let map) = wire else { return nil }
    self = map
  }
  public var wire: Value { .map(self) }
}
