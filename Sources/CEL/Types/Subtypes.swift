extension CELType {
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
}
