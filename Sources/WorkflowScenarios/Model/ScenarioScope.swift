internal import CEL
internal import CivilTime
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// The names that expressions of a scenario may use, and their places.
enum ScenarioSlot {
  static let now = 0
  static let input = 1
  static let with = 2
  static let request = 3
  static let key = 4
  static let number = 5
  static let reference = 6
  static func view(_ field: Int) -> Int { 100 + field }

  static let `in` = 0
  static let balance = 1

  static func environment(_ bundle: Bundle, zones: any ZoneSource) -> CELEnvironment {
    var environment = CELEnvironment(zones: zones)
    environment.declare("now", .timestamp, slot: now)
    environment.declare("input", .dyn, slot: input)
    environment.declare("with", .dyn, slot: with)
    environment.declare("request", .dyn, slot: request)
    environment.declare("key", .string, slot: key)
    environment.declare("attempt", .int, slot: number)
    environment.declare("reference", .string, slot: reference)
    for (index, field) in bundle.viewFields.enumerated() {
      environment.declare("view.\(field.name)", field.type, slot: view(index))
    }
    environment.declareHostFunction("In", [.string], .bool, id: self.in)
    environment.declareHostFunction("balance", [.string], .int, id: balance)
    return environment
  }
}

/// The values of the names at one moment.
struct ScenarioScope: Bindings {
  var now: Instant
  var input: Value = .null
  var with: Value = .map(ValueMap())
  var request: Value = .null
  var key = ""
  var number: Int64 = 0
  var reference = ""
  /// Read when an expression first needs it.
  var family: () -> FamilyPicture? = { nil }

  func value(slot: Int) throws(EvaluationError) -> Value {
    switch slot {
    case ScenarioSlot.now: return .timestamp(now)
    case ScenarioSlot.input: return input
    case ScenarioSlot.with: return with
    case ScenarioSlot.request: return request
    case ScenarioSlot.key: return .string(key)
    case ScenarioSlot.number: return .int(number)
    case ScenarioSlot.reference: return .string(reference)
    default:
      guard let picture = family() else {
        throw EvaluationError(code: "no-family", message: "no family has been started", offset: -1)
      }
      return picture.view[slot - 100]
    }
  }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    guard let picture = family() else {
      throw EvaluationError(code: "no-family", message: "no family has been started", offset: -1)
    }
    let name = arguments.first?.stringValue ?? ""
    if id == ScenarioSlot.in {
      let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
      let machine = parts.count == 2 ? parts[0] : picture.bundle.root.name
      return .bool(picture.isIn(machine: machine, state: parts.last ?? ""))
    }
    guard let account = picture.bundle.accounts.firstIndex(where: { $0.name == name }) else {
      throw EvaluationError(code: "no-such-account", message: "there is no account '\(name)'", offset: -1)
    }
    return .int(picture.family.balances[account])
  }
}
