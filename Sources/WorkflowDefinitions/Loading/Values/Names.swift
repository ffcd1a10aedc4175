package import CEL
internal import Statecharts
internal import YAMLTree

/// The names in scope at one place of a definition. It is a value: a nested place copies it and adds its own names.
package struct Names {
  /// The declared names with their types and functions.
  package var environment: CELEnvironment
  /// Types of the locals in scope, by index.
  var locals: [CELType] = []
  /// Locals whose value is the same in every run, such as literal arguments of named actions, with the place of that
  /// literal.
  private(set) var known: [Int: (value: Value, place: Node)] = [:]

  /// Creates a scope without locals.
  package init(environment: CELEnvironment) { self.environment = environment }

  /// Adds the event that a place handles, with the declared type of its payload.
  func hearing(_ data: CELType) -> Names {
    var copy = self
    copy.environment.declare("event.data", data, slot: Slot.eventData)
    return copy
  }

  /// Adds one local.
  func adding(_ name: String, _ type: CELType) -> (names: Names, local: Int) {
    var copy = self
    copy.environment.declare(name, type, slot: Slot.local(locals.count))
    copy.locals.append(type)
    return (copy, locals.count)
  }

  /// Adds a local whose value is known.
  func knowing(_ local: Int, _ value: Value, at place: Node) -> Names {
    var copy = self
    copy.known[local] = (value, place)
    return copy
  }

  /// Adds the step that a place belongs to: `step.amount` and `step.at.x`.
  func aboutStep(views: [(name: String, type: CELType)]) -> Names {
    var copy = self
    for (index, view) in views.enumerated() {
      copy.environment.declare("step.at.\(view.name)", view.type, slot: Slot.captured(index))
    }
    return copy
  }
}
