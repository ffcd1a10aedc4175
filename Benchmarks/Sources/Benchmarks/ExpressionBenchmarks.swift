import CEL
import CivilTime

/// Other expressions of the kind that definitions hold, and what it takes to compile one.
enum ExpressionBenchmarks {
  static func run(_ bench: Bench) throws {
    try lists(bench)
    try strings(bench)
    try times(bench)
    try compiling(bench)
    try json(bench)
  }

  private static func lists(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("items", .list(.int), slot: 0)
    let numbers = (0..<100).map { Int64($0) }
    let slots: any Bindings = Slots([.list(numbers.map(Value.int))])
    let filter = try environment.compile("items.filter(x, x % 2 == 0).size()")
    try bench.measure("cel.list.filter 100") {
      consume(try filter.evaluate(slots))
    } floor: {
      guard case .list(let items) = try slots.value(slot: 0) else { return }
      consume(
        items.filter {
          guard case .int(let x) = $0 else { return false }
          return x % 2 == 0
        }.count)
    }
    let exists = try environment.compile("items.exists(x, x == 99)")
    try bench.measure("cel.list.exists 100") {
      consume(try exists.evaluateBool(slots))
    } floor: {
      guard case .list(let items) = try slots.value(slot: 0) else { return }
      consume(
        items.contains {
          guard case .int(let x) = $0 else { return false }
          return x == 99
        })
    }
  }

  private static func strings(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("reference", .string, slot: 0)
    let slots: any Bindings = Slots(["VLT-2027-000123"])
    let prefix = try environment.compile("reference.startsWith('VLT-') && reference.size() == 15")
    try bench.measure("cel.string.startsWith") {
      consume(try prefix.evaluateBool(slots))
    } floor: {
      guard case .string(let text) = try slots.value(slot: 0) else { return }
      consume(text.utf8.starts(with: "VLT-".utf8) && text.unicodeScalars.count == 15)
    }
    let matches = try environment.compile("reference.matches('^VLT-[0-9]{4}-[0-9]+$')")
    try bench.measure("cel.string.matches") {
      consume(try matches.evaluateBool(slots))
    } floor: {
      guard case .string(let text) = try slots.value(slot: 0) else { return }
      let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      consume(
        parts.count == 3 && parts[0].elementsEqual("VLT".utf8) && parts[1].count == 4 && !parts[2].isEmpty
          && parts.dropFirst().allSatisfy { $0.allSatisfy { $0 >= 48 && $0 <= 57 } })
    }
    let join = try environment.compile("reference.split('-').map(p, p.lowerAscii()).join('/')")
    try bench.measure("cel.string.split map join") {
      consume(try join.evaluate(slots))
    } floor: {
      guard case .string(let text) = try slots.value(slot: 0) else { return }
      consume(text.split(separator: "-").map { $0.lowercased() }.joined(separator: "/"))
    }
  }

  private static func times(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("now", .timestamp, slot: 0)
    environment.declare("start", .timestamp, slot: 1)
    let now = try Instant.parse("2027-03-01T00:00:00Z")
    let start = try Instant.parse("2027-03-28T09:00:00+02:00")
    let slots: any Bindings = Slots([.timestamp(now), .timestamp(start)])
    let program = try environment.compile("start - duration('24h') > now")
    try bench.measure("cel.time.minus compare") {
      consume(try program.evaluateBool(slots))
    } floor: {
      guard case .timestamp(let now) = try slots.value(slot: 0), case .timestamp(let start) = try slots.value(slot: 1)
      else { return }
      consume(start.adding(.seconds(-86_400)).map { $0 > now } ?? false)
    }
  }

  private static func compiling(_ bench: Bench) throws {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("context.a", .int, slot: 0)
    environment.declare("event.data", .object([.init("b", .string), .init("c", .int)]), slot: 1)
    try bench.measure("cel.compile guard") {
      consume(try environment.compile("context.a > 1 && event.data.b == 'x'", expecting: .bool))
    }
    try bench.measure("cel.compile macro") {
      consume(
        try environment.compile(
          "[1, 2, 3].filter(x, x > context.a).map(y, string(y) + event.data.b).exists(s, s.startsWith('3'))"))
    }
  }

  private static func json(_ bench: Bench) throws {
    let document = Array(
      #"{"id":"pi_123","amount":150000,"paid":true,"at":"2027-03-28T09:00:00Z","lines":[{"n":1,"p":2.5},{"n":2,"p":1e3}]}"#
        .utf8)
    let value = try JSON.parse(document)
    // The floor looks at every byte once.
    let floor = { consume(document.reduce(0) { $0 &+ Int($1) }) }
    try bench.measure("json.parse \(document.count) B") {
      consume(try JSON.parse(document))
    } floor: {
      floor()
    }
    try bench.measure("json.encode \(document.count) B") {
      consume(JSON.encode(value))
    } floor: {
      floor()
    }
  }
}
