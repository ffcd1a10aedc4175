public import CEL

/// A step type that an executor offers: its name, class, request, reply and error codes. The checker compares its uses
/// with it.
public struct StepDeclaration: Sendable {
  /// The decision about a `notify` step whose outcome is unknown.
  public enum OnUnknown: String, Sendable { case resend, skip, task }

  /// The order of due work if a turn cannot take all of it; the first case goes first.
  public enum Priority: Int, Sendable, Comparable, CaseIterable {
    case payment, notification, marketing

    /// True if `a` goes before `b`.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The name `provider.verb`, for example `stripe.transfer`.
  public let name: String
  /// Decides what may be done if the outcome of an attempt is unknown.
  public let stepClass: StepClass
  /// The fields of the request; a nullable one may be left out.
  public let input: [CELType.Field]
  /// The fields of the reply.
  public let returns: [CELType.Field]
  /// The codes of `failed` that a definition may distinguish.
  public let errors: [String]
  /// True if the provider first accepts the step (`accepted`) and reports `done` later, by an event or a look-up.
  public let settlesLate: Bool
  /// How long the provider recognises an idempotency key; nil if it recognises none.
  public let keyLifetime: Duration?
  /// How long after an attempt's time-out the provider may still carry it out. The finding *absent* is trusted only
  /// later.
  public let settle: Duration
  /// The decision if the outcome of a `notify` step is unknown.
  public let onUnknown: OnUnknown
  /// True if the provider can be asked about an attempt by the step's key alone. Money steps require it, because their
  /// unknown outcomes are looked up.
  public let reconciles: Bool
  /// The interval, from acceptance on, at which the provider is asked whether a late-settling step has settled.
  public let lookup: Duration
  /// The step's place in the order of due work.
  public let priority: Priority
  /// The templates that the step's input names; nil if it names none.
  public let templates: StepTemplates?
  /// How long an attempt may go without a reply before its outcome is unknown.
  public private(set) var timeout: Duration

  /// By default the step settles at once, has no keys and no reconciler, times out after 30 seconds, and may still be
  /// carried out for 120 seconds after that. Notifications and human tasks have the priority `notification`, all others
  /// `payment`.
  public init(
    name: String, stepClass: StepClass, input: [CELType.Field], returns: [CELType.Field], errors: [String] = [],
    settlesLate: Bool = false, keyLifetime: Duration? = nil, settle: Duration = .seconds(120),
    onUnknown: OnUnknown = .resend, reconciles: Bool = false, lookup: Duration = .seconds(86_400),
    priority: Priority? = nil, timeout: Duration = .seconds(30), templates: StepTemplates? = nil
  ) {
    self.name = name
    self.stepClass = stepClass
    self.input = input
    self.returns = returns
    self.errors = errors
    self.settlesLate = settlesLate
    self.keyLifetime = keyLifetime
    self.settle = settle
    self.onUnknown = onUnknown
    self.reconciles = reconciles
    self.lookup = lookup
    self.priority = priority ?? (stepClass == .notify || stepClass == .human ? .notification : .payment)
    self.timeout = timeout
    self.templates = templates
  }

  /// Returns the same step with the time-out that its executor was configured with; above zero.
  public func lasting(_ timeout: Duration) -> StepDeclaration {
    var step = self
    step.timeout = timeout
    return step
  }
}
