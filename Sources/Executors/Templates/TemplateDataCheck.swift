import CEL
import Execution

/// Compares a template with the data that a definition gives it. It tells only what fails in every mail in which the part
/// of the template is written: a value that is not there or always null, or one of a type that cannot be printed.
struct TemplateDataCheck {
  /// A value that the template cannot print.
  struct Fault: Equatable {
    var key: String
    var line: Int
    var reason: String
  }

  /// Values that the executor adds itself, if there are any.
  private static let added: Set<String> = ["recipient", "page_url", "tasks_url", "unsubscribe_url"]

  private let given: [String: StepTemplates.Given]
  private(set) var faults: [Fault] = []

  init(given: [String: StepTemplates.Given]) { self.given = given }

  /// Checks the nodes of a template or of a layout.
  mutating func check(_ nodes: [TemplateNode]) {
    for node in nodes {
      switch node {
      case .text, .content: break
      case .value(let path, let filter): check(path, filter)
      case .section(let path, let isInverted, let inner):
        if isInverted || mayBeThere(path), !addsNames(path, isInverted) { check(inner) }
      }
    }
  }

  /// False if the section's value is missing or null in every mail, so that nothing in it is ever written.
  private func mayBeThere(_ path: TemplatePath) -> Bool {
    guard let name = path.names.first, !Self.added.contains(name) else { return true }
    return given[name].map { !$0.isNull } ?? false
  }

  /// True if names in the section may stand for fields of its value instead of the data's.
  private func addsNames(_ path: TemplatePath, _ isInverted: Bool) -> Bool {
    if isInverted { return false }
    guard path.names.count == 1, let value = given[path.names[0]] else { return !Self.added.contains(path.description) }
    func isPlain(_ type: CELType) -> Bool {
      switch type.withoutNull {
      case .string, .int, .bool, .double, .timestamp, .duration, .enumeration, .opaque: true
      case .list(let element): isPlain(element)
      default: false
      }
    }
    return !isPlain(value.type)
  }

  private mutating func check(_ path: TemplatePath, _ filter: TemplateFilter?) {
    // Within a list `.` is its element.
    guard let name = path.names.first else { return }
    if isThere(name, path), path.names.count == 1, let type = given[name]?.type.withoutNull,
      let fault = Self.misfit(type, filter)
    {
      tell(name, path, fault)
    }
    switch filter {
    case .time(let zone), .date(let zone), .clock(let zone): argument(zone)
    case .money(let currency): argument(currency)
    case nil: break
    }
  }

  private mutating func argument(_ path: TemplatePath) {
    if let name = path.names.first { _ = isThere(name, path) }
  }

  /// True if the value may be there; otherwise it is told.
  private mutating func isThere(_ name: String, _ path: TemplatePath) -> Bool {
    if Self.added.contains(name) { return true }
    guard let value = given[name] else {
      tell(name, path, "the data has no '\(name)'")
      return false
    }
    if value.isNull { tell(name, path, "'\(name)' is null here") }
    return !value.isNull
  }

  private mutating func tell(_ name: String, _ path: TemplatePath, _ reason: String) {
    if faults.contains(where: { $0.key == name }) { return }
    faults.append(Fault(key: name, line: path.line, reason: reason))
  }

  /// Says why a value of the type cannot be printed; nil if it may be.
  private static func misfit(_ type: CELType, _ filter: TemplateFilter?) -> String? {
    switch (filter, type) {
    case (nil, .timestamp): "a timestamp needs '| time', '| date' or '| clock' with a zone"
    case (nil, .double), (nil, .duration), (nil, .list), (nil, .object), (nil, .map):
      "a \(type) cannot be printed, only texts and whole numbers"
    case (.money, .string), (.money, .enumeration), (.money, .opaque), (.money, .bool), (.money, .double),
      (.money, .timestamp), (.money, .duration), (.money, .list), (.money, .object), (.money, .map):
      "'| money' needs an int of minor units, this is \(type)"
    case (.time, .int), (.time, .bool), (.time, .double), (.time, .duration), (.time, .list), (.time, .object),
      (.time, .map), (.date, .int), (.date, .bool), (.date, .double), (.date, .duration), (.date, .list),
      (.date, .object), (.date, .map), (.clock, .int), (.clock, .bool), (.clock, .double), (.clock, .duration),
      (.clock, .list), (.clock, .object), (.clock, .map):
      "a time is needed, this is \(type)"
    default: nil
    }
  }
}
