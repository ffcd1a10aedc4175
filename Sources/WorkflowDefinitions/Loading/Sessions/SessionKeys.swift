internal import YAMLTree

/// The keys of the mode `scxml`, by the place where they stand.
enum SessionKeys {
  static let file = KeyTable(
    "session", "a definition of mode scxml",
    [
      "workflow": .text, "mode": .text, "version": .text, "name": .text, "binding": .text, "context": .mapping,
      "initial": .any, "entry": .actions, "states": .mapping,
    ])
  static let state = KeyTable(
    "sessionState", "a state",
    [
      "type": .text, "history": .text, "initial": .any, "context": .mapping, "entry": .actions, "exit": .actions,
      "on": .list, "invoke": .list, "donedata": .mapping, "states": .mapping, "target": [.text, .list],
      "actions": .actions,
    ])
  static let initial = KeyTable("sessionInitial", "initial", ["target": [.text, .list], "actions": .actions])
  static let transition = KeyTable(
    "sessionTransition", "a transition",
    ["event": .text, "guard": .text, "target": [.text, .list], "internal": .flag, "actions": .actions])
  static let invoke = KeyTable(
    "sessionInvoke", "invoke",
    [
      "type": .text, "src": .text, "id": .text, "idlocation": .text, "autoforward": .flag, "content": .any,
      "params": .list, "finalize": .actions,
    ])
  static let send = KeyTable(
    "sessionSend", "send",
    [
      "event": .text, "target": .text, "type": .text, "delay": .text, "id": .text, "idlocation": .text, "content": .any,
      "params": .list,
    ])
  static let parameter = KeyTable(
    "sessionParameter", "a parameter", ["name": .text, "value": .any, "location": .text])
  static let payload = KeyTable("sessionDonedata", "donedata", ["content": .any, "params": .list])
  static let conditional = KeyTable(
    "sessionIf", "if", ["if": .text, "then": .actions, "else": .actions])
  static let loop = KeyTable(
    "sessionForeach", "foreach", ["in": .text, "as": .text, "index": .text, "do": .actions])
  static let log = KeyTable("sessionLog", "log", ["log": .any, "label": .text])
}
