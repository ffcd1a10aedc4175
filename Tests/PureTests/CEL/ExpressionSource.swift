import CEL
import CivilTime

/// Random expressions of a wanted type over the variables `n: int`, `s: string`, `b: bool`, `l: list(int)`,
/// `t: list(string)`, `m: map(string, int)`, `d: dyn`, `o: {id: string, tags: list(string)}`, and random values for them.
struct ExpressionSource {
  enum Kind: CaseIterable { case int, string, bool, ints, strings, map, any }

  var random: SplitMix
  private var locals: [(name: String, kind: Kind)] = []

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  static let types: [(name: String, type: CELType)] = [
    ("n", .int), ("s", .string), ("b", .bool), ("l", .list(.int)), ("t", .list(.string)), ("m", .map(.string, .int)),
    ("d", .dyn), ("o", .object([.init("id", .string), .init("tags", .list(.string))])),
  ]

  mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
  private mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  // MARK: values

  mutating func values(largest: Int) -> [Value] {
    [
      .int(Int64(below(20)) - 5), text(largest), .bool(below(2) == 0), list(largest) { .int(Int64($0.below(9)) - 3) },
      list(largest) { $0.text(largest) }, map(largest), any(largest, 3),
      ["id": text(largest), "tags": list(largest) { $0.text(largest) }],
    ]
  }

  private mutating func text(_ largest: Int) -> Value {
    .string(String((0..<below(largest + 1)).map { _ in pick(Array("abcxyz ,é")) }.prefix(max(1, largest / 2))))
  }

  private mutating func list(_ largest: Int, _ element: (inout ExpressionSource) -> Value) -> Value {
    .list((0..<below(largest + 1)).map { _ in element(&self) })
  }

  private mutating func map(_ largest: Int) -> Value {
    var map = ValueMap()
    for _ in 0..<below(largest + 1) { map[key: text(largest)] = .int(Int64(below(9))) }
    return .map(map)
  }

  private mutating func any(_ largest: Int, _ depth: Int) -> Value {
    switch below(depth > 0 ? 7 : 4) {
    case 0: .null
    case 1: .int(Int64(below(9)))
    case 2: text(largest)
    case 3: .double(Double(below(100)) / 8)
    case 4: list(largest) { $0.any(largest, depth - 1) }
    case 5: map(largest)
    default: ["a": any(largest, depth - 1), "b": any(largest, depth - 1)]
    }
  }

  // MARK: expressions

  mutating func expression(_ kind: Kind, _ depth: Int) -> String {
    if depth <= 0 || below(6) == 0 { return leaf(kind) }
    let d = depth - 1
    switch kind {
    case .int:
      switch below(14) {
      case 0, 1: return "(\(expression(.int, d)) \(pick(["+", "-", "*", "/", "%"])) \(expression(.int, d)))"
      case 2: return "size(\(expression(pick([.string, .ints, .strings, .map]), d)))"
      case 3: return "\(expression(.ints, d))[\(expression(.int, d))]"
      case 4: return "\(expression(.map, d))[\(expression(.string, d))]"
      case 5: return "(\(expression(.bool, d)) ? \(expression(.int, d)) : \(expression(.int, d)))"
      case 6: return "-\(expression(.int, d))"
      case 7: return "\(expression(.string, d)).\(pick(["indexOf", "lastIndexOf"]))(\(expression(.string, d)))"
      case 8: return "min(\(expression(.int, d)), \(expression(.int, d)))"
      case 9: return "\(expression(.ints, d)).first().orValue(\(expression(.int, d)))"
      case 10: return bound(.int, d)
      case 11: return "int(\(expression(.any, d)))"
      case 12: return "\(expression(.map, d)).?\(pick(["a", "b"])).orValue(\(expression(.int, d)))"
      default: return "math.greatest(\(expression(.int, d)), \(expression(.int, d)))"
      }
    case .string:
      switch below(11) {
      case 0, 1: return "(\(expression(.string, d)) + \(expression(.string, d)))"
      case 2: return "string(\(expression(.int, d)))"
      case 3: return "\(expression(.string, d)).\(pick(["upperAscii", "lowerAscii", "trim", "reverse"]))()"
      case 4: return "\(expression(.strings, d)).join(\(expression(.string, d)))"
      case 5: return "\(expression(.string, d)).replace(\(expression(.string, d)), \(expression(.string, d)))"
      case 6: return "\(expression(.string, d)).substring(\(expression(.int, d)))"
      case 7: return "'%s-%s'.format([\(expression(.any, d)), \(expression(.ints, d))])"
      case 8: return "\(expression(.strings, d))[\(expression(.int, d))]"
      case 9: return bound(.string, d)
      default: return "base64.encode(bytes(\(expression(.string, d))))"
      }
    case .bool:
      switch below(12) {
      case 0: return "(\(expression(.int, d)) \(pick(["<", "<=", ">", ">="])) \(expression(.int, d)))"
      case 1:
        let same = pick(Kind.allCases)
        return "(\(expression(same, d)) \(pick(["==", "!="])) \(expression(same, d)))"
      case 2, 3:
        return "(" + (0...1 + below(2)).map { _ in expression(.bool, d) }.joined(separator: pick([" && ", " || "]))
          + ")"
      case 4: return "!\(expression(.bool, d))"
      case 5: return "(\(expression(.string, d)) in \(expression(pick([.strings, .map]), d)))"
      case 6:
        return "\(expression(.string, d)).\(pick(["contains", "startsWith", "endsWith"]))(\(expression(.string, d)))"
      case 7: return "\(expression(.string, d)).matches('\(pick(["a+b", "^[a-z]{2,4}$", "(x|y)*z", "é?"]))')"
      case 8: return "has(d.\(pick(["a", "b", "c"])))"
      case 9: return "(\(expression(.string, d)) < \(expression(.string, d)))"
      default: return macro(pick(["all", "exists", "exists_one"]), .bool, d)
      }
    case .ints:
      switch below(9) {
      case 0: return "[\((0...below(3)).map { _ in expression(.int, d) }.joined(separator: ", "))]"
      case 1: return "(\(expression(.ints, d)) + \(expression(.ints, d)))"
      case 2, 3: return macro("map", .int, d)
      case 4: return "\(expression(.ints, d)).\(pick(["distinct", "sort", "reverse"]))()"
      case 5: return over("filter", .ints, .bool, d)
      case 6: return "lists.range(\(below(5)))"
      case 7: return "[\(expression(.ints, d)), \(expression(.ints, d))].flatten()"
      default: return over("sortBy", .ints, .int, d)
      }
    case .strings:
      switch below(7) {
      case 0: return "[\((0...below(3)).map { _ in expression(.string, d) }.joined(separator: ", "))]"
      case 1: return "\(expression(.string, d)).split(\(expression(.string, d)))"
      case 2: return macro("map", .string, d)
      case 3: return over("filter", .strings, .bool, d)
      case 4: return "\(expression(.strings, d)).\(pick(["distinct", "sort", "reverse"]))()"
      case 5: return "\(expression(.map, d)).map(k, k)"
      default: return "\(expression(.map, d)).transformList(k, v, k + \(expression(.string, d)))"
      }
    case .map:
      switch below(4) {
      case 0: return "{\(expression(.string, d)): \(expression(.int, d)), 'z': \(expression(.int, d))}"
      case 1: return "\(expression(.map, d)).transformMap(k, v, v + \(expression(.int, d)))"
      case 2: return "\(expression(.map, d)).transformMapEntry(k, v, {k + 'x': v})"
      default: return "(\(expression(.bool, d)) ? \(expression(.map, d)) : \(expression(.map, d)))"
      }
    case .any:
      switch below(4) {
      case 0: return "dyn(\(expression(pick(Kind.allCases), d)))"
      case 1: return "d.\(pick(["a", "b"]))"
      case 2: return "[\(expression(.any, d)), \(expression(.any, d))]"
      default: return "d[\(expression(.int, d))]"
      }
    }
  }

  private mutating func leaf(_ kind: Kind) -> String {
    let fitting = locals.filter { $0.kind == kind }
    if !fitting.isEmpty, below(2) == 0 { return pick(fitting).name }
    switch kind {
    case .int: return pick(["n", "1", "0", "7", "-2"])
    case .string: return pick(["s", "o.id", "'a'", "'bc'", "''", "'x,y'"])
    case .bool: return pick(["b", "true", "false"])
    case .ints: return pick(["l", "[1, 2]", "[]"])
    case .strings: return pick(["t", "o.tags", "['a', 'b']"])
    case .map: return pick(["m", "{'a': 1}", "{}"])
    case .any: return pick(["d", "null", "1", "'a'"])
    }
  }

  private mutating func bound(_ kind: Kind, _ depth: Int) -> String {
    let held = pick(Kind.allCases)
    let value = expression(held, depth)
    let name = "v\(locals.count)"
    locals.append((name, held))
    defer { locals.removeLast() }
    return "cel.bind(\(name), \(value), \(expression(kind, depth)))"
  }

  private mutating func macro(_ name: String, _ body: Kind, _ depth: Int) -> String {
    over(name, pick([.ints, .strings]), body, depth)
  }

  private mutating func over(_ name: String, _ range: Kind, _ body: Kind, _ depth: Int) -> String {
    let list = expression(range, depth)
    let variable = "v\(locals.count)"
    locals.append((variable, range == .ints ? .int : .string))
    defer { locals.removeLast() }
    return "\(list).\(name)(\(variable), \(expression(body, depth)))"
  }
}
