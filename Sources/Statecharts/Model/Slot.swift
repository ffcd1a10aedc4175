public import CEL

/// The slots under which expressions find their values. The loader declares each name under its slot, and a `Scope`
/// answers it.
public enum Slot {
  /// The numbers of the names that every definition has. The compiler keeps them apart.
  private enum Fixed: Int {
    case now, entered, entries, fired, eventName, eventRole, eventData, stepAmount, currency, resting, familyKey, body
    case stepNumber, stranded
  }

  /// `now`: the time of the transition.
  public static let now = Fixed.now.rawValue
  /// `entered`: when the state that owns the expression was last entered.
  public static let entered = Fixed.entered.rawValue
  /// `entries`: how often that state was entered.
  public static let entries = Fixed.entries.rawValue
  /// `fired`: how often the timer had fired before.
  public static let fired = Fixed.fired.rawValue
  /// `event.name`.
  public static let eventName = Fixed.eventName.rawValue
  /// `event.role`: the role that sent the event.
  public static let eventRole = Fixed.eventRole.rawValue
  /// `event.data`: the payload.
  public static let eventData = Fixed.eventData.rawValue
  /// `step.amount`: the amount that the step moves, in minor units.
  public static let stepAmount = Fixed.stepAmount.rawValue
  /// `ledger.currency`.
  public static let currency = Fixed.currency.rawValue
  /// `family.resting`: true if all other live machines are at rest.
  public static let resting = Fixed.resting.rawValue
  /// `family.key`: the business key.
  public static let familyKey = Fixed.familyKey.rawValue
  /// `step.number`: how often the step was started that a transition starts, this time included.
  public static let stepNumber = Fixed.stepNumber.rawValue
  /// `body`: the raw body of an incoming event, in `correlate` and `data` only.
  public static let body = Fixed.body.rawValue
  /// `family.stranded`: true if a live machine waits for nothing: no timer, no step, no task and no other machine.
  public static let stranded = Fixed.stranded.rawValue

  /// A field of the machine's context.
  public static func context(_ index: Int) -> Int { 1000 + index }
  /// A field of the machine's input.
  public static func input(_ index: Int) -> Int { 2000 + index }
  /// A parameter of the bundle.
  public static func params(_ index: Int) -> Int { 3000 + index }
  /// A view field of any machine.
  public static func view(_ index: Int) -> Int { 4000 + index }
  /// A variable of `foreach`, or a parameter of a named action.
  public static func local(_ index: Int) -> Int { 5000 + index }
  /// A name under `define`.
  public static func define(_ index: Int) -> Int { 6000 + index }
  /// A field of the context as it was before the transition, for invariants.
  public static func before(_ index: Int) -> Int { 7000 + index }
  /// A view field as it was when the step was started (`step.at.x`).
  public static func captured(_ index: Int) -> Int { 8000 + index }
}

/// The functions of the language that the statechart answers. Each takes one text.
public enum HostFunction: Int, CaseIterable, Sendable {
  /// `In('state') -> bool` (SCXML 5.9.2): the state is active in this machine.
  case `in` = 0
  /// `balance('account') -> int`, in minor units.
  case balance
  /// `entered('state') -> bool`: the state was entered in the present transition of the family.
  case entered
  /// `running('step id') -> bool`: the step is alive in this machine.
  case running
  /// `firstEntered('state') -> timestamp|null`: when the state was first entered in the machine's present run.
  case firstEntered

  /// The name by which expressions call the function.
  public var name: String { self == .in ? "In" : "\(self)" }

  /// The type of the result.
  public var result: CELType {
    switch self {
    case .in, .entered, .running: .bool
    case .balance: .int
    case .firstEntered: .nullable(.timestamp)
    }
  }
}
