import CEL

/// Another form of an object that the provider may write at any time: with null fields, without some fields, or with
/// whole objects in place of references. Paths have dots, such as `last_payment_error.code`; a path that does not exist
/// changes nothing.
struct Reshaping: Sendable, Equatable {
  var nulls: [String] = []
  var drops: [String] = []
  var expands: [String] = []

  var isEmpty: Bool { nulls.isEmpty && drops.isEmpty && expands.isEmpty }

  func apply(to object: Value, _ provider: PaymentProvider) -> Value {
    var out = object
    for path in expands {
      if let expanded = try? Expansion(provider: provider).expand(out, [path]) { out = expanded }
    }
    for path in nulls { out = Self.changed(out, path) { _ in .null } }
    for path in drops { out = Self.changed(out, path) { _ in nil } }
    return out
  }

  /// A refusal is left unchanged.
  func apply(to answer: Answer, _ provider: PaymentProvider) -> Answer {
    guard answer.status == 200, let object = try? JSON.parse(answer.body) else { return answer }
    return Answer(json: apply(to: object, provider))
  }

  private static func changed(_ value: Value, _ path: String, _ body: (Value) -> Value?) -> Value {
    guard case .map(var object) = value else { return value }
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard let name = parts.first, let member = object[name] else { return value }
    object[name] = parts.count == 1 ? body(member) : changed(member, parts[1], body)
    return .map(object)
  }

  init(_ object: ValueMap) {
    func paths(_ name: String) -> [String] { object[name]?.listValue?.compactMap(\.stringValue) ?? [] }
    nulls = paths("null")
    drops = paths("drop")
    expands = paths("expand")
  }

  var json: [(String, Value)] {
    [("null", Sandbox.json(nulls)), ("drop", Sandbox.json(drops)), ("expand", Sandbox.json(expands))]
  }
}
