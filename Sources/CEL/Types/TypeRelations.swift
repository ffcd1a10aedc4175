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

  /// True if every value of this type is a value of `other`. Unlike `isAssignable`, it leaves nothing to run time.
  func isSubtype(of other: CELType) -> Bool {
    if self == other || other == .dyn { return true }
    switch (self, other) {
    case (.null, .nullable): return true
    case (.nullable(let own), .nullable(let wanted)): return own.isSubtype(of: wanted)
    case (_, .nullable(let wanted)): return isSubtype(of: wanted)
    case (.list(let own), .list(let wanted)): return own.isSubtype(of: wanted)
    case (.map(let key, let value), .map(let wantedKey, let wantedValue)):
      return key.isSubtype(of: wantedKey) && value.isSubtype(of: wantedValue)
    case (.optional(let own), .optional(let wanted)): return own.isSubtype(of: wanted)
    case (.enumeration, .string): return true
    case (.enumeration(let own), .enumeration(let wanted)):
      return own.allSatisfy { value in wanted.contains { CodePoints.equal($0, value) } }
    case (.object(let fields), .map(let key, let value)):
      return CELType.string.isSubtype(of: key) && fields.allSatisfy { $0.type.isSubtype(of: value) }
    case (.abstract(let own, let parts), .abstract(let name, let wanted)):
      return own == name && parts.count == wanted.count && zip(parts, wanted).allSatisfy { $0.isSubtype(of: $1) }
    case (_, .opaque), (_, .parameter): return true
    default: return false
    }
  }

  /// True if the value has this type as it stands. Strings are not read as timestamps and the like.
  public func accepts(_ value: Value) -> Bool {
    switch (self, value) {
    case (.dyn, _), (.parameter, _), (.opaque, _), (.abstract, _): return true
    case (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint), (.double, .double), (.string, .string),
      (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration), (.type, .type):
      return true
    case (.nullable(let inner), _): return value.isNull || inner.accepts(value)
    case (.list(.dyn), .list): return true
    case (.list(let element), .list(let values)): return values.allSatisfy(element.accepts)
    case (.map(.dyn, .dyn), .map): return true
    case (.map(let key, let element), .map(let map)):
      return map.entries.allSatisfy { key.accepts($0.key) && element.accepts($0.value) }
    // As in cel-go, the checker lets null stand for an optional.
    case (.optional, .null): return true
    case (.optional(let inner), .optional(let some)): return some.map(inner.accepts) ?? true
    case (.enumeration(let domain), .string(let text)): return domain.contains { CodePoints.equal($0, text) }
    case (.object(let fields), .map(let map)):
      var found = 0
      for field in fields {
        if let entry = map[field.name] {
          guard field.type.accepts(entry) else { return false }
          found += 1
        } else if !field.type.isNullable {
          return false
        }
      }
      return found == map.count
    default: return false
    }
  }
}
