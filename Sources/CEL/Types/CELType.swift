/// A type of the language, as declared and as the checker infers it. The first group is CEL's; `object`, `nullable` and
/// `enumeration` are ours, for declared input, events and context.
public indirect enum CELType: Sendable, Hashable {
  case null, bool, int, uint, double, string, bytes, timestamp, duration, type
  /// Known only when it is evaluated.
  case dyn
  case list(CELType)
  case map(CELType, CELType)
  case optional(CELType)
  /// A closed record: exactly these fields; one whose type is nullable may be absent.
  case object([Field])
  /// The type or null. The checker lets it stand where the type itself is needed; a null found there by the evaluator is
  /// the error `null-value`.
  case nullable(CELType)
  /// A string out of a domain.
  case enumeration([String])
  /// A value that expressions only pass on.
  case opaque(String)
  /// A type of the embedder's with parameters of its own, `tuple(int, string)`; expressions only pass its values on.
  case abstract(String, [CELType])
  /// The type parameter of a generic function.
  case parameter(String)
  /// What an expression that is already refused has, so that one mistake is reported once.
  case error

  public struct Field: Sendable, Hashable {
    public let name: String
    public let type: CELType
    /// How small and how large what comes from outside may be.
    public let limits: FieldLimits?

    public init(name: String, type: CELType, limits: FieldLimits? = nil) {
      self.name = name
      self.type = type
      self.limits = limits
    }

    public init(_ name: String, _ type: CELType) { self.init(name: name, type: type) }
  }

  public var isNullable: Bool {
    switch self {
    case .nullable, .null, .dyn: true
    default: false
    }
  }

  /// The type without `|null`.
  public var withoutNull: CELType { if case .nullable(let inner) = self { inner.withoutNull } else { self } }

  var isNumeric: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }

  var isUnknown: Bool {
    switch self {
    case .dyn, .error, .parameter: true
    default: false
    }
  }

  /// Whether a type parameter stands in it.
  var isGeneric: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .optional(let inner), .nullable(let inner): inner.isGeneric
    case .map(let key, let value): key.isGeneric || value.isGeneric
    case .abstract(_, let parameters): parameters.contains(where: \.isGeneric)
    default: false
    }
  }

  /// Whether something in it is known only when it is evaluated.
  var holdsUnknown: Bool {
    switch self {
    case .list(let inner), .optional(let inner), .nullable(let inner): inner.holdsUnknown
    case .map(let key, let value): key.holdsUnknown || value.holdsUnknown
    case .abstract(_, let parameters): parameters.contains(where: \.holdsUnknown)
    default: isUnknown
    }
  }
}
