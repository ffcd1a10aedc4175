/// Identifies a family: one run of a root workflow with all its machines. The store assigns ids in ascending order and
/// never reuses one.
public struct FamilyID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Above 0 for a family in the store; 0 stands for none.
  public let rawValue: Int64
  /// Any value is accepted; only the store assigns new ids.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Compares the raw values, which ascend in the order of assignment.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The raw value in decimal digits.
  public var description: String { String(rawValue) }
}

/// Identifies one incarnation of a machine of a family. The store assigns ids in ascending order and never reuses one.
public struct InstanceID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Above 0 for an instance in the store.
  public let rawValue: Int64
  /// Any value is accepted; only the store assigns new ids.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Compares the raw values, which ascend in the order of assignment.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The raw value in decimal digits.
  public var description: String { String(rawValue) }
}

/// Identifies one step for an executor or a person to carry out. The store assigns ids in ascending order and never
/// reuses one.
public struct TaskID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Above 0 for a task in the store.
  public let rawValue: Int64
  /// Any value is accepted; only the store assigns new ids.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Compares the raw values, which ascend in the order of assignment.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The raw value in decimal digits.
  public var description: String { String(rawValue) }
}

/// Identifies one event in the inbox. The store assigns ids in ascending order and never reuses one.
public struct InboxID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Stands for an event without a row: it changed nothing, and only its key is remembered.
  public static let unkept = InboxID(rawValue: 0)

  /// Above 0 for an event in the store; 0 for one without a row.
  public let rawValue: Int64
  /// Any value is accepted; only the store assigns new ids.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Compares the raw values, which ascend in the order of assignment.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The raw value in decimal digits.
  public var description: String { String(rawValue) }
}

/// Identifies one incident. The store assigns ids in ascending order and never reuses one.
public struct IncidentID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Above 0 for an incident in the store.
  public let rawValue: Int64
  /// Any value is accepted; only the store assigns new ids.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Compares the raw values, which ascend in the order of assignment.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The raw value in decimal digits.
  public var description: String { String(rawValue) }
}
