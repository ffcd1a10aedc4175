extension CELType {
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
