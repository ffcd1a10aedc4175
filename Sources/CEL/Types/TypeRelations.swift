extension CELType {
  /// Whether a value of this type may stand where `target` is wanted. `dyn` may stand for everything and everything for
  /// `dyn`; `T|null` for `T`, a string for an enumeration, and a map for an object are accepted here and looked at again
  /// when the expression is evaluated.
  public func isAssignable(to target: CELType) -> Bool {
    if isUnknown || target.isUnknown || self == target { return true }
    switch (self, target) {
    case (.nullable(let own), .nullable(let other)): return own.isAssignable(to: other)
    case (.null, .nullable): return true
    case (_, .nullable(let other)): return isAssignable(to: other)
    case (.nullable(let own), _): return own.isAssignable(to: target)
    case (.list(let own), .list(let other)): return own.isAssignable(to: other)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      return key.isAssignable(to: otherKey) && value.isAssignable(to: otherValue)
    case (.optional(let own), .optional(let other)): return own.isAssignable(to: other)
    case (.enumeration, .string), (.string, .enumeration): return true
    case (.enumeration(let own), .enumeration(let other)):
      return own.contains { value in other.contains { CodePoints.equal($0, value) } }
    case (.object(let fields), .map(let key, let value)):
      return CELType.string.isAssignable(to: key) && fields.allSatisfy { $0.type.isAssignable(to: value) }
    case (.map(let key, _), .object): return key.isAssignable(to: .string)
    case (.object(let own), .object(let other)):
      return own.allSatisfy { field in other.contains { CodePoints.equal($0.name, field.name) } }
        && other.allSatisfy { field in
          own.first { CodePoints.equal($0.name, field.name) }.map { $0.type.isAssignable(to: field.type) }
            ?? field.type.isNullable
        }
    default: return false
    }
  }

  /// Whether `==` between the two can ever be true.
  func isComparable(to other: CELType) -> Bool {
    let (a, b) = (withoutNull, other.withoutNull)
    if isNullable && other.isNullable { return true }
    if a == .null || b == .null { return isNullable && other.isNullable }
    if a.isNumeric && b.isNumeric { return true }
    switch (a, b) {
    case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): return x.isComparable(to: y)
    case (.map(let k, let v), .map(let l, let w)): return k.isComparable(to: l) && v.isComparable(to: w)
    default: return a.isAssignable(to: b) || b.isAssignable(to: a)
    }
  }

  /// The narrowest type that holds values of both; `dyn` when they have nothing in common.
  func joined(_ other: CELType) -> CELType {
    if self == other || other == .free || self == .error { return self }
    if self == .free || other == .error { return other }
    if self == .dyn || other == .dyn { return .dyn }
    switch (self, other) {
    case (.null, _): return .nullable(other.withoutNull)
    case (_, .null): return .nullable(withoutNull)
    case (.nullable, _), (_, .nullable):
      let inner = withoutNull.joined(other.withoutNull)
      return inner == .dyn ? .dyn : .nullable(inner)
    case (.list(let a), .list(let b)): return .list(a.joined(b))
    case (.map(let k, let v), .map(let l, let w)): return .map(k.joined(l), v.joined(w))
    case (.optional(let a), .optional(let b)): return .optional(a.joined(b))
    case (.enumeration(let a), .enumeration(let b)):
      return .enumeration(a + b.filter { value in !a.contains { CodePoints.equal($0, value) } })
    case (.enumeration, .string), (.string, .enumeration): return .string
    case (.object, .map(let k, _)), (.map(let k, _), .object): return k == .string ? .map(.string, .dyn) : .dyn
    case (.object, .object): return .map(.string, .dyn)
    default: return .dyn
    }
  }

  /// The type as it leaves the checker: what stayed open is `dyn`.
  var settled: CELType {
    switch self {
    case .parameter: .dyn
    case .list(let element): .list(element.settled)
    case .map(let key, let value): .map(key.settled, value.settled)
    case .optional(let value): .optional(value.settled)
    case .nullable(let value): value.settled == .dyn ? .dyn : .nullable(value.settled)
    default: self
    }
  }
}
