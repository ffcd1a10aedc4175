/// A workflow of one or two machines, grown from a seed: what an author might write, with a slip of the pen now and then. Whether it is
/// valid is for the loader to say.
public struct RandomDefinition {
  private var random: Draw
  /// The text of each file by its name. The root is `small`.
  public private(set) var files: [String: String] = [:]

  /// The names that an expression may read at a place.
  struct Scope {
    var names: [(name: String, type: String)] = []

    mutating func add(_ name: String, _ type: String) { names.append((name, type)) }

    func having(_ type: String) -> [String] { names.filter { $0.type == type }.map(\.name) }
  }

  /// The share of places at which something else is written than what is needed, in percent.
  private let slips: Int
  private static let types = ["int", "string", "bool", "timestamp", "duration", "[int]"]

  private var events: [(name: String, data: [(String, String)])] = []
  private var states: [String] = []
  private var fields: [(String, String)] = []
  private var functions: [(name: String, parameter: String, result: String)] = []
  private var hasMember = false
  /// Steps and notifications on transitions, records, actions of a start, and children of one kind.
  private let hasLaterForms: Bool
  /// The member is run for each element of a list, in the root's first state.
  private var hasChildren = false

  /// Grows the definitions of a seed; equal seeds give equal files.
  ///
  /// - Parameter hasLaterForms: draws the forms that came later, too; without it a seed grows what it always has grown.
  public init(seed: UInt64, hasLaterForms: Bool = false) {
    random = Draw(seed)
    self.hasLaterForms = hasLaterForms
    slips = random.below(3) == 0 ? 4 : 0
    hasMember = random.below(2) == 0
    hasChildren = hasLaterForms && hasMember && random.below(2) == 0
    let member = hasMember ? "part" : nil
    var input = Scope()
    let declared = declarations("x", "input.", &input)
    for number in 0..<(1 + random.below(4)) {
      var data: [(String, String)] = []
      for field in 0..<random.below(3) { data.append(("d\(field)", anyType())) }
      events.append((name: "e\(number)", data: data))
    }
    files["small.yaml"] = machine("small", member: member, input: (declared, input), view: Scope())
    if let member {
      events = [(name: "m0", data: [("d0", anyType())])]
      var given = Scope()
      let declared = declarations("p", "input.", &given)
      memberInput = given.names.map { (String($0.name.dropFirst("input.".count)), $0.type) }
      files["\(member).yaml"] = machine(member, member: nil, input: (declared, given), view: Scope())
      files["small.yaml"] = files["small.yaml"]?.replacing("PART_INPUT", with: partInput(input))
    }
  }

  private var memberInput: [(String, String)] = []

  // MARK: parts

  private mutating func anyType() -> String {
    let plain = Self.types[random.below(Self.types.count)]
    return random.below(3) == 0 ? nullable(plain) : plain
  }

  private func nullable(_ type: String) -> String { type.hasPrefix("[") ? "'\(type)|null'" : "\(type)|null" }

  private func withoutNull(_ type: String) -> String {
    type.replacing("|null", with: "").replacing("'", with: "")
  }

  private func isNullable(_ type: String) -> Bool { type.contains("|null") }

  private mutating func declarations(_ prefix: String, _ space: String, _ scope: inout Scope) -> String {
    var parts: [String] = []
    for number in 0..<random.below(4) {
      let type = anyType()
      scope.add("\(space)\(prefix)\(number)", type)
      parts.append("\(prefix)\(number): \(type)")
    }
    return parts.joined(separator: ", ")
  }

  private mutating func machine(
    _ name: String, member: String?, input: (text: String, scope: Scope), view: Scope
  ) -> String {
    var scope = input.scope
    let isRoot = name == "small"
    var text = "workflow: \(name)\nfamily: \(isRoot ? "[\(member ?? "")]" : "small")\n"
    if isRoot { text += "key: \"${input.reference}\"\n" }
    let parts = (isRoot ? ["reference: string"] : []) + (input.text.isEmpty ? [] : [input.text])
    text += "input: {\(parts.joined(separator: ", "))}\n"
    if isRoot {
      text += "ledger: {currency: EUR, accounts: {outside: external, held: signed, paying: signed, paid: signed}}\n"
      if hasLaterForms { text += "types: {pair: {a: int, b: string|null}}\n" }
    }
    functions = []
    if random.below(2) == 0 {
      let (parameter, result) = (anyType(), anyType())
      var inner = Scope()
      inner.add("a", parameter)
      text +=
        "functions: {\"f(a \(parameter.replacing("'", with: ""))) \(result.replacing("'", with: ""))\": \"\(expression(result, inner, 2))\"}\n"
      functions.append(("f", parameter, result))
    }
    fields = []
    var context: [String] = []
    for number in 0..<(1 + random.below(3)) {
      let type = anyType()
      let value = expression(type, scope, 2)
      context.append("  c\(number): {type: \(type), value: \"${\(value)}\"}")
      fields.append(("c\(number)", type))
    }
    if hasLaterForms { context.append("  r: {type: pair, value: \"${\(pair(scope))}\"}") }
    text += "context:\n" + context.joined(separator: "\n") + "\n"
    for (field, type) in fields { scope.add("context.\(field)", type) }
    if hasLaterForms {
      scope.add("context.r.a", "int")
      scope.add("context.r.b", "string|null")
    }
    scope.add("now", "timestamp")
    text += "events:\n"
    for event in events {
      let data = event.data.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
      text +=
        "  \(event.name): {data: {\(data)}, by: [operator], otherwise: \(["ignore", "reject", "defer"][random.below(3)])}\n"
    }
    if random.below(2) == 0 {
      let type = withoutNull(anyType())
      text += "define: {d: \"\(expression(type, scope, 2))\"}\n"
      // Its type is what the checker finds; it is read where that is what was meant.
      scope.add("d", type)
    }
    if isRoot || !hasChildren {  // children of one kind have no view
      let field = anyType()
      text +=
        "view: {\(name)_v: {type: \(nullable(withoutNull(field))), value: \"${\(expression(field, scope, 2))}\"}}\n"
      scope.add("view.\(name)_v", nullable(withoutNull(field)))
    }
    text += "actions:\n  act: {params: {q: int}, do: [{journal: \"${params.q}\"}]}\n"
    if hasLaterForms {
      text +=
        "  tell: {params: {t: string}, do: [{spawn: {step: email.send, id: \"m/${params.t}\", with: {template: t, to: \"${params.t}\", language: en, data: {a: 1}}}}]}\n"
      if isRoot, random.below(2) == 0 { text += "start: [{actions: [\(actions(scope, nil, isRoot))]}]\n" }
    }
    states = (0..<(2 + random.below(4))).map { "\(name)_s\($0)" }
    text += "initial: \(states[0])\nstates:\n"
    for (index, state) in states.enumerated() { text += body(of: state, index, scope, member, isRoot) }
    return text
  }

  private mutating func body(
    of state: String, _ index: Int, _ scope: Scope, _ member: String?, _ isRoot: Bool
  ) -> String {
    var own = scope
    own.add("entered", "timestamp")
    own.add("entries", "int")
    var text = "  \(state):\n    rest: true\n"
    if random.below(2) == 0 { text += "    entry: [\(actions(own, member, isRoot))]\n" }
    if random.below(4) == 0 { text += "    exit: [\(actions(own, nil, isRoot))]\n" }
    if random.below(3) == 0 {
      var timed = own
      timed.names.removeAll { $0.name == "now" || $0.name == "d" }
      let at = random.below(2) == 0 ? "timestamp" : "duration"
      let type = random.below(2) == 0 ? at : nullable(at)
      text +=
        "    timers: {t: {at: \"\(expression(type, timed, 2))\", late: always, target: \(states[random.below(states.count)]), actions: [\(actions(own, member, isRoot))]}}\n"
    }
    if hasChildren, isRoot {
      if index == 0 { text += children(own) }
    } else if random.below(3) == 0 {
      text += invoke(own, member, isRoot)
    }
    text += "    on:\n"
    let next = states[(index + 1) % states.count]
    for (number, event) in events.enumerated() {
      var heard = own
      for (name, type) in event.data { heard.add("event.data.\(name)", type) }
      let first = transition(heard, member, isRoot)
      let last =
        number == 0
        ? "target: \(next), actions: [\(actions(heard, member, isRoot))]" : transition(heard, member, isRoot)
      let stepped = hasLaterForms && number == 1 && random.below(2) == 0 ? "\(onTransition(own, isRoot, next)), " : ""
      text += "      \(event.name): [\(stepped){guard: \"\(expression("bool", heard, 3))\", \(first)}, {\(last)}]\n"
    }
    return text
  }

  private mutating func invoke(_ scope: Scope, _ member: String?, _ isRoot: Bool) -> String {
    var done = scope
    switch random.below(3) {
    case 0:
      for (name, type) in [("payable", "bool"), ("currency", "string"), ("reason", "string|null")] {
        done.add("event.data.\(name)", type)
      }
      var failed = scope
      failed.add("event.data.code", "string")
      return
        "    invoke: {step: stripe.account.get, with: {account: \"${\(expression("string", scope, 2))}\"}, onDone: {\(transition(done, nil, isRoot))}, onError: {guard: \"entries < 3\", \(transition(failed, nil, isRoot))}}\n"
    case 1 where isRoot:
      done.add("step.amount", "int")
      done.add("event.data.id", "string")
      return
        "    invoke: {step: stripe.transfer, key: \"${family.key}/t/${entries}\", with: {amount: \"${step.amount}\", currency: EUR, destination: \"${\(expression("string", scope, 2))}\", group: g}, moves: {from: outside, via: paying, to: paid, amount: \"${\(expression("int", scope, 2))}\"}, onDone: {guard: \"entries < 3\", \(transition(done, nil, isRoot))}, onError: {guard: \"entries < 3\", \(transition(scope, nil, isRoot))}}\n"
    default:
      return
        "    invoke: {step: human.task, with: {title: \"${\(expression("string", scope, 2))}\", assignee: operator, form: {}}, onDone: {\(transition(scope, nil, isRoot))}}\n"
    }
  }

  /// A step on a transition: the state stays until it is done.
  private mutating func onTransition(_ scope: Scope, _ isRoot: Bool, _ next: String) -> String {
    var done = scope
    let notify = random.below(2) == 0 ? ", notify: [{tell: {t: \"${\(expression("string", scope, 1))}\"}}]" : ""
    var failed = scope
    failed.add("event.data.code", "string")
    let onError = "onError: {actions: [\(actions(failed, nil, isRoot))]}"
    if random.below(2) == 0 {
      for (name, type) in [("payable", "bool"), ("currency", "string"), ("reason", "string|null")] {
        done.add("event.data.\(name)", type)
      }
      return
        "{step: {step: stripe.account.get, with: {account: \"${\(expression("string", scope, 2))}\"}, \(onError)}, target: \(next), actions: [\(actions(done, nil, isRoot))]\(notify)}"
    }
    return
      "{step: {step: human.task, with: {title: \"${\(expression("string", scope, 2))}\", assignee: operator, form: {}}, \(onError)}, target: \(next), actions: [\(actions(scope, nil, isRoot))]\(notify)}"
  }

  /// The member, once for each element of a list.
  private mutating func children(_ scope: Scope) -> String {
    "    invoke: {workflow: part, each: \"\(expression("[int]", scope, 2))\", as: one, most: 2, input: PART_INPUT, onEach: [\(actions(scope, nil, true))], onDone: {\(transition(scope, nil, true))}, onError: {\(transition(scope, nil, true))}}\n"
  }

  private mutating func pair(_ scope: Scope) -> String {
    "{'a': \(expression("int", scope, 2)), 'b': \(expression("string|null", scope, 2))}"
  }

  private mutating func partInput(_ scope: Scope) -> String {
    var parts: [String] = []
    for (name, type) in memberInput { parts.append("\(name): \"${\(expression(type, scope, 2))}\"") }
    return "{\(parts.joined(separator: ", "))}"
  }

  private mutating func transition(_ scope: Scope, _ member: String?, _ isRoot: Bool) -> String {
    let target = random.below(2) == 0 ? "target: \(states[random.below(states.count)]), " : ""
    return "\(target)actions: [\(actions(scope, member, isRoot))]"
  }

  private mutating func actions(_ scope: Scope, _ member: String?, _ isRoot: Bool, _ depth: Int = 0) -> String {
    var list: [String] = []
    for _ in 0..<random.below(3) { list.append(action(scope, member, isRoot, depth)) }
    return list.joined(separator: ", ")
  }

  private mutating func action(_ scope: Scope, _ member: String?, _ isRoot: Bool, _ depth: Int) -> String {
    switch random.below(depth < 2 ? 9 : 5) {
    case 2 where hasLaterForms && random.below(2) == 0: return "{assign: {r: \"${\(pair(scope))}\"}}"
    case 0, 1, 2:
      let (field, type) = fields[random.below(fields.count)]
      return "{assign: {\(field): \"${\(expression(type, scope, 3))}\"}}"
    case 3: return "{journal: \"it is ${\(expression(anyType(), scope, 2))}\"}"
    case 4 where isRoot:
      return "{post: {from: outside, to: held, amount: \"${max(0, \(expression("int", scope, 2)))}\"}}"
    case 5:
      return
        "{if: \"\(expression("bool", scope, 2))\", then: [\(actions(scope, nil, isRoot, depth + 1))], else: [\(actions(scope, nil, isRoot, depth + 1))]}"
    case 6:
      var inner = scope
      inner.add("item", "int")
      return "{foreach: {in: \"\(expression("[int]", scope, 2))\", do: [\(actions(inner, nil, isRoot, depth + 1))]}}"
    case 7 where member != nil && !hasChildren: return "{spawn: {workflow: part, input: PART_INPUT}}"
    case 8: return "{act: {q: \"${\(expression("int", scope, 2))}\"}}"
    default: return "{alarm: \"${\(expression("string", scope, 2))}\"}"
    }
  }

  // MARK: expressions

  private mutating func expression(_ type: String, _ scope: Scope, _ depth: Int) -> String {
    if slips > 0, random.below(100) < slips {
      let name = scope.names.isEmpty ? nil : scope.names[random.below(scope.names.count)].name
      return [name ?? "nothing", "input.nothing", "null", "1 + 'a'"][random.below(4)]
    }
    let plain = withoutNull(type)
    if isNullable(type), random.below(3) == 0 {
      let names = scope.having(type)
      return names.isEmpty || random.below(3) == 0 ? "null" : names[random.below(names.count)]
    }
    let names = scope.having(plain)
    if !names.isEmpty, depth == 0 || random.below(2) == 0 { return names[random.below(names.count)] }
    let maybe = scope.having(nullable(plain))
    if !maybe.isEmpty, random.below(2) == 0 {
      let name = maybe[random.below(maybe.count)]
      let other = literal(plain)
      switch random.below(4) {
      case 0: return "coalesce(\(name), \(other))"
      case 1: return "(\(name) != null ? \(name) : \(other))"
      case 2 where plain == "int": return "(\(name) == null ? \(other) : \(name) + 1)"
      case 3 where plain == "bool": return "(\(name) != null && \(name))"
      default: return "(\(name) == null ? \(other) : \(name))"
      }
    }
    if depth == 0 { return literal(plain) }
    return compound(plain, scope, depth - 1)
  }

  private mutating func compound(_ type: String, _ scope: Scope, _ depth: Int) -> String {
    func of(_ type: String) -> String { expression(type, scope, depth) }
    if let function = functions.first, withoutNull(function.result) == type, !isNullable(function.result),
      random.below(3) == 0
    {
      return "f(\(of(function.parameter)))"
    }
    switch type {
    case "int":
      switch random.below(6) {
      case 0: return "(\(of("int")) + \(of("int")))"
      case 1: return "min(\(of("int")), \(of("int")))"
      case 2: return "size(\(of("string")))"
      case 3: return "size(\(of("[int]")))"
      case 4: return "(\(of("bool")) ? \(of("int")) : \(of("int")))"
      default: return "-(\(of("int")))"
      }
    case "string":
      switch random.below(4) {
      case 0: return "string(\(of("int")))"
      case 1: return "(\(of("string")) + \(of("string")))"
      case 2: return "\(of("string")).lowerAscii()"
      default: return "(\(of("bool")) ? \(of("string")) : \(of("string")))"
      }
    case "bool":
      switch random.below(7) {
      case 0: return "(\(of("int")) < \(of("int")))"
      case 1: return "(\(of("timestamp")) > \(of("timestamp")))"
      case 2: return "(\(of("bool")) && \(of("bool")))"
      case 3: return "!(\(of("bool")))"
      case 4: return "(\(of("int")) in \(of("[int]")))"
      case 5: return "\(of("[int]")).exists(i, i > \(of("int")))"
      default: return "(\(of("string")) == \(of("string")))"
      }
    case "timestamp":
      return random.below(2) == 0
        ? "(\(of("timestamp")) + \(of("duration")))" : "max(\(of("timestamp")), \(of("timestamp")))"
    case "duration":
      return random.below(2) == 0
        ? "(\(of("duration")) + \(of("duration")))" : "(\(of("timestamp")) - \(of("timestamp")))"
    default:
      switch random.below(4) {
      case 0: return "[\(of("int")), \(of("int"))]"
      case 1: return "\(of("[int]")).filter(i, i > \(of("int")))"
      case 2: return "\(of("[int]")).map(i, i + \(of("int")))"
      default: return "(\(of("[int]")) + \(of("[int]")))"
      }
    }
  }

  private mutating func literal(_ type: String) -> String {
    switch type {
    case "int": "\(random.below(9))"
    case "string": ["'a'", "'bc'", "''"][random.below(3)]
    case "bool": ["true", "false"][random.below(2)]
    case "timestamp": "timestamp('2027-0\(1 + random.below(9))-01T00:00:00Z')"
    case "duration": "period('PT\(1 + random.below(48))H')"
    default: ["[]", "[1]", "[2, 3]"][random.below(3)]
    }
  }
}
