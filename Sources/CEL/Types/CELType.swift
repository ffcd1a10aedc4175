/// A type of the language, as declared and as inferred by the checker. The first group of cases is CEL's; `object`,
/// `nullable` and `enumeration` are ours, for declared input, events and context.
public indirect enum CELType: Sendable, Hashable {
  /// The types without parameters.
  case null, bool, int, uint, double, string, bytes, timestamp, duration, type
  /// A type that is known only at evaluation.
  case dyn
  /// A list of elements of one type.
  case list(CELType)
  /// A map from keys of the first type to values of the second.
  case map(CELType, CELType)
  /// A value that may be absent.
  case optional(CELType)
  /// A closed record with exactly these fields. A field whose type is nullable may be absent.
  case object([Field])
  /// The type or null. The checker accepts it where the type itself is needed; a null that the evaluator finds there is
  /// the error `null-value`.
  case nullable(CELType)
  /// A string from a domain.
  case enumeration([String])
  /// A value that expressions can only pass on.
  case opaque(String)
  /// A type of the embedder with its own parameters, such as `tuple(int, string)`. Expressions can only pass its values
  /// on.
  case abstract(String, [CELType])
  /// The type parameter of a generic function.
  case parameter(String)
  /// The type of an expression that was refused already, so that one fault is reported once.
  case error

  /// A field of an object type.
  public struct Field: Sendable, Hashable {
    /// The field's name; names are compared by code point.
    public let name: String
    /// The field's type; a nullable type makes the field optional.
    public let type: CELType
    /// The limits on values from outside; nil if there are none beyond the defaults.
    public let limits: FieldLimits?
    /// The value of a field that is left out; nil if it may not be, or is null then.
    public let standard: Value?

    /// - Parameters:
    ///   - limits: nil leaves only the default limits of input.
    ///   - standard: the value of a field that is left out.
    public init(name: String, type: CELType, limits: FieldLimits? = nil, standard: Value? = nil) {
      self.name = name
      self.type = type
      self.limits = limits
      self.standard = standard
    }

    /// True if the field may be left out.
    public var isOptional: Bool { type.isNullable || standard != nil }

    /// Creates a field without limits of its own.
    public init(_ name: String, _ type: CELType) { self.init(name: name, type: type) }
  }

  /// True if the type admits null.
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

  /// True if the type contains a type parameter.
  var isGeneric: Bool {
    switch self {
    case .parameter: true
    case .list(let inner), .optional(let inner), .nullable(let inner): inner.isGeneric
    case .map(let key, let value): key.isGeneric || value.isGeneric
    case .abstract(_, let parameters): parameters.contains(where: \.isGeneric)
    default: false
    }
  }

  /// True if part of the type is known only at evaluation.
  var holdsUnknown: Bool {
    switch self {
    case .list(let inner), .optional(let inner), .nullable(let inner): inner.holdsUnknown
    case .map(let key, let value): key.holdsUnknown || value.holdsUnknown
    case .abstract(_, let parameters): parameters.contains(where: \.holdsUnknown)
    default: isUnknown
    }
  }

  /// Converts a plain JSON value into a value of this type: RFC 3339 text into a timestamp, `PT15M` or `900s` into a
  /// duration, Base64 into bytes, a whole number into a double. It recurses into lists, maps and objects. Absent
  /// nullable fields become null. A value that already has the type is returned as it is.
  ///
  /// - Parameters:
  ///   - holdsLimits: true to apply the fields' limits, as input requires. Values that were admitted before are read
  ///     without them.
  ///   - limits: the limits on values whose field sets none; nil for none.
  /// - Throws: all mismatches together, up to a fixed number.
  public func decode(
    _ json: Value, holdsLimits: Bool = true, limits: InputLimits? = nil
  ) throws(TypeMismatch) -> Value {
    try TypeDecoder(type: self, holdsLimits: holdsLimits, limits: limits).decode(json)
  }

  /// Returns the value that writing this value as JSON and reading it again under this type would give. Under `dyn` a
  /// timestamp becomes its text. A value that does not have the type is treated as under `dyn`.
  public func normalize(_ value: Value) -> Value {
    switch (self, value) {
    case (_, .null), (_, .bool), (.string, .string), (.int, .int), (.dyn, .string), (.dyn, .int),
      (.timestamp, .timestamp), (.duration, .duration), (.enumeration, .string):
      return value
    case (.nullable(let inner), _): return inner.normalize(value)
    default:
      let plain = JSON.plain(value)
      do { return try decode(plain, holdsLimits: false) } catch { return plain }
    }
  }
}
