/// The type parameters of one expression. Each call gets its own variables for the parameters of its function, and each
/// empty list, map and optional gets one for its content. A variable is bound to the first type that it meets. Later it
/// may be widened to `dyn`, but never to a type that contains the variable itself.
struct TypeVariables {
  private var bound: [String: CELType] = [:]
  private var count = 0

  mutating func fresh() -> CELType {
    count += 1
    return .parameter("#\(count)")
  }

  private static func isVariable(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: "#") }

  /// Replaces the named parameters of a type by variables. The same name gives the same variable.
  mutating func instantiate(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
    guard type.isGeneric else { return type }
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let variable = fresh()
      names[name] = variable
      return variable
    case .list(let element): return .list(instantiate(element, &names))
    case .optional(let inner): return .optional(instantiate(inner, &names))
    case .nullable(let inner): return .nullable(instantiate(inner, &names))
    case .map(let key, let value): return .map(instantiate(key, &names), instantiate(value, &names))
    case .abstract(let name, let parameters):
      var replaced: [CELType] = []
      for parameter in parameters { replaced.append(instantiate(parameter, &names)) }
      return .abstract(name, replaced)
    default: return type
    }
  }

  /// Replaces variables in a type by the types to which they are bound.
  func resolve(_ type: CELType) -> CELType {
    guard type.isGeneric else { return type }
    switch type {
    case .parameter(let name): return bound[name].map(resolve) ?? type
    case .list(let element): return .list(resolve(element))
    case .optional(let inner): return .optional(resolve(inner))
    case .nullable(let inner):
      let inner = resolve(inner)
      return inner == .dyn || inner == .null ? inner : .nullable(inner.withoutNull)
    case .map(let key, let value): return .map(resolve(key), resolve(value))
    case .abstract(let name, let parameters): return .abstract(name, parameters.map(resolve))
    default: return type
    }
  }

  /// Follows a chain of variables to its end, which is a type or an unbound variable.
  private func head(_ type: CELType) -> CELType {
    var type = type
    while case .parameter(let name) = type, let next = bound[name] { type = next }
    return type
  }

  /// Returns the last variable of a chain, which carries the binding.
  private func root(_ name: String) -> String {
    var name = name
    while case .parameter(let next)? = bound[name] { name = next }
    return name
  }

  private func occurs(_ name: String, in type: CELType) -> Bool {
    switch head(type) {
    case .parameter(let other): other == name
    case .list(let inner), .optional(let inner), .nullable(let inner): occurs(name, in: inner)
    case .map(let key, let value): occurs(name, in: key) || occurs(name, in: value)
    case .abstract(_, let parameters): parameters.contains { occurs(name, in: $0) }
    default: false
    }
  }

  // MARK: joining

  /// Returns the narrowest type that holds values of both types; nil if only `dyn` does. With `loosely`, parts of lists
  /// and maps that differ become `dyn`.
  mutating func join(_ a: CELType, _ b: CELType, loosely: Bool = false) -> CELType? {
    let (a, b) = (head(a), head(b))
    if a == b || b == .error { return a }
    if a == .error { return b }
    if case .parameter(let name) = a, Self.isVariable(name) { return bind(name, b) }
    if case .parameter(let name) = b, Self.isVariable(name) { return bind(name, a) }
    if a.isUnknown || b.isUnknown { return .dyn }
    func part(_ x: CELType, _ y: CELType, _ variables: inout TypeVariables) -> CELType? {
      variables.join(x, y, loosely: loosely) ?? (loosely ? .dyn : nil)
    }
    switch (a, b) {
    // As in cel-go, null may stand for an optional or an abstract value.
    case (.null, .optional), (.null, .abstract): return b
    case (.optional, .null), (.abstract, .null): return a
    case (.null, _): return .nullable(b.withoutNull)
    case (_, .null): return .nullable(a.withoutNull)
    case (.nullable, _), (_, .nullable):
      guard let inner = join(a.withoutNull, b.withoutNull, loosely: loosely) else { return nil }
      return inner == .dyn ? .dyn : .nullable(inner)
    case (.list(let x), .list(let y)): return part(x, y, &self).map { .list($0) }
    case (.optional(let x), .optional(let y)): return part(x, y, &self).map { .optional($0) }
    case (.map(let k, let v), .map(let l, let w)):
      guard let key = part(k, l, &self), let value = part(v, w, &self) else { return nil }
      return .map(key, value)
    case (.abstract(let name, let xs), .abstract(let other, let ys)):
      guard name == other, xs.count == ys.count else { return nil }
      var joined: [CELType] = []
      for (x, y) in zip(xs, ys) {
        guard let both = part(x, y, &self) else { return nil }
        joined.append(both)
      }
      return .abstract(name, joined)
    case (.enumeration(let a), .enumeration(let b)):
      return .enumeration(a + b.filter { value in !a.contains { CodePoints.equal($0, value) } })
    case (.enumeration, .string), (.string, .enumeration): return .string
    case (.object, .map(let key, _)), (.map(let key, _), .object):
      return join(key, .string) == .string ? .map(.string, .dyn) : nil
    case (.object, .object): return .map(.string, .dyn)
    default: return nil
    }
  }

  /// Binds a variable. Returns nil if the variable occurs in the type.
  private mutating func bind(_ name: String, _ type: CELType) -> CELType? {
    guard !occurs(name, in: type) else { return nil }
    bound[name] = type
    return type
  }

  // MARK: arguments

  /// True if an argument of this type may be passed for the parameter. Binds the variables accordingly.
  mutating func fits(_ argument: CELType, _ parameter: CELType) -> Bool {
    if case .parameter(let name) = parameter, Self.isVariable(name) { return fits(argument, variable: root(name)) }
    let argument = head(argument)
    if case .parameter(let name) = argument, Self.isVariable(name) { return bind(name, parameter) != nil }
    if argument.isUnknown {
      widen(parameter)
      return true
    }
    switch (parameter, argument) {
    case (.nullable, .null): return true
    case (.nullable(let inner), _): return fits(argument.withoutNull, inner)
    case (_, .nullable(let inner)): return fits(inner, parameter)
    case (.list(let wanted), .list(let given)), (.optional(let wanted), .optional(let given)):
      return fits(given, wanted)
    case (.map(let key, let value), .map(let givenKey, let givenValue)):
      return fits(givenKey, key) && fits(givenValue, value)
    case (.map(let key, let value), .object): return fits(.string, key) && fits(.dyn, value)
    case (.abstract(let name, let wanted), .abstract(let other, let given)):
      guard name == other, wanted.count == given.count else { return false }
      for (wanted, given) in zip(wanted, given) {
        guard fits(given, wanted) else { return false }
      }
      return true
    default: return argument.isAssignable(to: parameter)
    }
  }

  private mutating func fits(_ argument: CELType, variable name: String) -> Bool {
    guard let earlier = bound[name] else {
      return head(argument) == .parameter(name) || bind(name, argument) != nil
    }
    guard let joined = join(earlier, argument) else { return false }
    guard !occurs(name, in: joined) else { return false }
    bound[name] = joined
    return true
  }

  /// Binds to `dyn` the variables that an argument of unknown type leaves open.
  private mutating func widen(_ parameter: CELType) {
    switch parameter {
    case .parameter(let name): if Self.isVariable(name) { bound[root(name)] = .dyn }
    case .list(let inner), .optional(let inner), .nullable(let inner): widen(inner)
    case .map(let key, let value):
      widen(key)
      widen(value)
    case .abstract(_, let parameters): for parameter in parameters { widen(parameter) }
    default: break
    }
  }
}
