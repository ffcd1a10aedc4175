public import CEL

/// What an executor offers: the step's name, class, request, reply and error codes. The checker holds the use sites against it.
public struct StepDeclaration: Sendable {
  /// What happens to a `notify` step whose outcome is unknown.
  public enum OnUnknown: String, Sendable { case resend, skip, task }

  /// Which due work goes first when a turn cannot take all of it.
  public enum Priority: Int, Sendable, Comparable, CaseIterable {
    case payment, notification, marketing

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// `provider.verb`, for example `stripe.transfer`.
  public let name: String
  public let stepClass: StepClass
  /// Request fields; a nullable one may be left out.
  public let input: [CELType.Field]
  /// Reply fields.
  public let returns: [CELType.Field]
  /// Codes of `failed` that a definition may tell apart.
  public let errors: [String]
  /// True if `done` comes later, by an event or a poll (`accepted` first).
  public let settlesLate: Bool
  /// How long the provider recognises an idempotency key; nil: not at all.
  public let keyLifetime: Duration?
  /// How long after an attempt's time-out the provider may still carry it out; *absent* counts only later.
  public let settle: Duration
  public let onUnknown: OnUnknown
  /// True if the provider can be asked what became of an attempt by the step's key alone. Money steps must: what is unknown is looked up.
  public let reconciles: Bool
  /// How long after acceptance, and then how often, the provider is asked whether a step that settles late has settled.
  public let lookup: Duration
  public let priority: Priority
  /// The templates that the step's input names; nil: it names none.
  public let templates: StepTemplates?
  /// After this long without a reply an attempt is unknown.
  public private(set) var timeout: Duration

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

  /// The same step with another time-out, as its executor was set up: above zero.
  public func lasting(_ timeout: Duration) -> StepDeclaration {
    var step = self
    step.timeout = timeout
    return step
  }
}
