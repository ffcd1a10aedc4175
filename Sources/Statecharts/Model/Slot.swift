public import CEL

/// Where the names of expressions find their values. The loader declares each name under its slot; a `Scope` answers it.
public enum Slot {
  public static let now = 0
  public static let entered = 1
  public static let entries = 2
  public static let fired = 3
  public static let eventName = 4
  public static let eventRole = 5
  public static let eventData = 6
  public static let stepAmount = 7
  public static let currency = 8
  public static let resting = 9
  public static let familyKey = 10
  /// The raw body of an incoming event, in `correlate` and `data` only.
  public static let body = 11

  public static func context(_ index: Int) -> Int { 1000 + index }
  public static func input(_ index: Int) -> Int { 2000 + index }
  public static func params(_ index: Int) -> Int { 3000 + index }
  public static func view(_ index: Int) -> Int { 4000 + index }
  /// Variables of `foreach` and parameters of named actions.
  public static func local(_ index: Int) -> Int { 5000 + index }
  public static func define(_ index: Int) -> Int { 6000 + index }
  /// The context as it was before the step, for invariants.
  public static func before(_ index: Int) -> Int { 7000 + index }
  /// A view field as it was when the step was started (`step.at.x`).
  public static func captured(_ index: Int) -> Int { 8000 + index }
}

/// Functions that the statechart answers.
public enum HostFunction: Int, CaseIterable, Sendable {
  /// `In('state') -> bool` (SCXML 5.9.2).
  case `in` = 0
  /// `balance('account') -> int`, minor units.
  case balance
  /// `entered('state') -> bool`: entered in the present step of the family.
  case entered
  /// `running('step id') -> bool`.
  case running
  /// `firstEntered('state') -> timestamp|null`.
  case firstEntered

  /// As expressions call it, with one text.
  public var name: String { self == .in ? "In" : "\(self)" }

  public var result: CELType {
    switch self {
    case .in, .entered, .running: .bool
    case .balance: .int
    case .firstEntered: .nullable(.timestamp)
    }
  }
}
