/// The functions that expressions may call, by name.
struct FunctionTable: Sendable {
  private(set) var overloads: [String: [Overload]] = [:]

  subscript(_ name: String) -> [Overload] { overloads[name] ?? [] }

  mutating func add(_ overload: Overload) { overloads[overload.name, default: []].append(overload) }

  /// Adds functions with the same body under several names and signatures.
  mutating func add(
    _ names: String..., signatures: [([CELType], CELType)], variadic: Bool = false, folds: Bool = false,
    literals: [Overload.LiteralCheck] = [], prepared: (@Sendable ([Value?]) -> Overload.Body?)? = nil,
    _ body: Overload.Body
  ) {
    for name in names {
      for (parameters, result) in signatures {
        add(
          Overload(
            name: name, parameters: parameters, result: result, variadic: variadic, body: body, literalChecks: literals,
            folds: folds, prepared: prepared))
      }
    }
  }

  /// Returns the names in sorted order, so that messages do not depend on hashing.
  func names(members: Bool) -> [String] {
    overloads.keys.filter { $0.hasPrefix(".") == members }.map { members ? String($0.dropFirst()) : $0 }.sorted()
  }
}
