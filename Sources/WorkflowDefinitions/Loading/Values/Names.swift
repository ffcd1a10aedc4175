package import CEL
internal import Statecharts
internal import YAMLTree

/// The names in scope at one place of a definition. A value: a nested place copies it and adds its own.
package struct Names {
  package var environment: CELEnvironment
  /// Types of the locals around a place, by index.
  var locals: [CELType] = []
  /// Locals whose value is the same at every run, with the place that says so: literal arguments of named actions.
  private(set) var known: [Int: (value: Value, place: Node)] = [:]

  package init(environment: CELEnvironment) { self.environment = environment }

  /// With the event that a place hears: its payload has the declared type.
  func hearing(_ data: CELType) -> Names {
    var copy = self
    copy.environment.declare("event.data", data, slot: Slot.eventData)
    return copy
  }

  /// With one more local.
  func adding(_ name: String, _ type: CELType) -> (names: Names, local: Int) {
    var copy = self
    copy.environment.declare(name, type, slot: Slot.local(locals.count))
    copy.locals.append(type)
    return (copy, locals.count)
  }

  /// With a local whose value is known already.
  func knowing(_ local: Int, _ value: Value, at place: Node) -> Names {
    var copy = self
    copy.known[local] = (value, place)
    return copy
  }

  /// With the step that a place is about: `step.amount` and `step.at.x`.
  func aboutStep(views: [(name: String, type: CELType)]) -> Names {
    var copy = self
    for (index, view) in views.enumerated() {
      copy.environment.declare("step.at.\(view.name)", view.type, slot: Slot.captured(index))
    }
    return copy
  }
}
