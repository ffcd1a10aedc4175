extension CELType {
  /// True if a value of this type may stand where `target` is needed. `dyn` may stand for every type, and every type
  /// for `dyn`. `T|null` for `T`, a string for an enumeration, and a map for an object are accepted here and checked
  /// again at evaluation.
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
            ?? field.isOptional
        }
    case (.null, .optional), (.null, .abstract): return true
    case (.abstract(let own, let parts), .abstract(let name, let others)):
      return own == name && parts.count == others.count && zip(parts, others).allSatisfy { $0.isAssignable(to: $1) }
    default: return false
    }
  }

  /// True if `==` between the two types can ever be true.
  func isComparable(to other: CELType) -> Bool {
    let (a, b) = (withoutNull, other.withoutNull)
    if isNullable && other.isNullable { return true }
    if a == .null || b == .null {
      if case .optional = a { return true }
      if case .optional = b { return true }
      // A type that is still open may be null.
      if case .parameter = a { return true }
      if case .parameter = b { return true }
      return isNullable && other.isNullable
    }
    if a.isNumeric && b.isNumeric { return true }
    switch (a, b) {
    case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): return x.isComparable(to: y)
    case (.map(let k, let v), .map(let l, let w)): return k.isComparable(to: l) && v.isComparable(to: w)
    default: return a.isAssignable(to: b) || b.isAssignable(to: a)
    }
  }

  /// The type as it leaves the checker, with `dyn` for every open type.
  var settled: CELType {
    switch self {
    case .parameter: .dyn
    case .list(let element): .list(element.settled)
    case .map(let key, let value): .map(key.settled, value.settled)
    case .optional(let value): .optional(value.settled)
    case .abstract(let name, let parameters): .abstract(name, parameters.map(\.settled))
    case .nullable(let value): value.settled == .dyn ? .dyn : .nullable(value.settled)
    default: self
    }
  }
}
