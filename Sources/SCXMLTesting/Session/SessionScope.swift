internal import CEL
internal import CivilTime
internal import Statecharts

/// The names that an expression of a session sees at one moment: its data and the system variables (SCXML 5.10).
struct SessionScope: Bindings {
  private enum Slot: Int { case data, event, id, name, processors }

  private static let activeFunction = 0

  let data: ValueMap
  let event: SessionEvent?
  let id: String
  let chart: SessionChart
  let configuration: StateSet

  /// The declarations of these names. Expressions call the data `context`.
  static let environment: CELEnvironment = {
    var environment = CELEnvironment(zones: ZoneTable())
    let variables: [(String, Slot)] = [
      ("context", .data), ("event", .event), ("_event", .event), ("_sessionid", .id), ("_name", .name),
      ("_ioprocessors", .processors),
    ]
    for (name, slot) in variables { environment.declare(name, .dyn, slot: slot.rawValue) }
    environment.declareHostFunction("In", [.string], .bool, id: activeFunction)
    return environment
  }()

  func value(slot: Int) throws(EvaluationError) -> Value {
    switch Slot(rawValue: slot) {
    case .data: .map(data)
    case .event: event?.value ?? .null
    case .id: .string(id)
    case .name: .string(chart.content.title)
    case .processors:
      .map(
        ValueMap(
          [SessionProcessor.type, "scxml"].map { name in
            (name, .map(ValueMap([("location", .string(SessionProcessor.location(of: id)))])))
          }))
    case nil: .null
    }
  }

  /// Answers `In` (SCXML 5.9.2).
  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    let name = arguments.first?.stringValue ?? ""
    let state = chart.plan.states.firstIndex { $0.name == name }
    return .bool(state.map { configuration.contains($0) } ?? false)
  }
}
