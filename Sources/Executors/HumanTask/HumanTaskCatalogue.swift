import CEL
public import Execution

/// The steps that a person carries out. The engine opens them as tasks and sends nothing.
public enum HumanTaskCatalogue {
  /// A task of any kind. `form` describes the fields that the person fills in. At each instant of `remind` its assignee
  /// is reminded; once `due` has passed an operator is told, and the task is for `escalate`, if that is given.
  public static let task = StepDeclaration(
    name: "human.task", stepClass: .human,
    input: [
      .init(name: "title", type: .string), .init(name: "assignee", type: .string),
      .init(name: "text", type: .nullable(.string)), .init(name: "form", type: .map(.string, .dyn)),
      .init(name: "due", type: .nullable(.timestamp)),
    ] + calls,
    returns: [.init(name: "outcome", type: .string), .init(name: "data", type: .map(.string, .dyn))],
    errors: ["declined", "expired"])

  private static let calls: [CELType.Field] = [
    .init(name: "remind", type: .nullable(.list(.timestamp))), .init(name: "escalate", type: .nullable(.string)),
  ]

  /// A connection request on LinkedIn. LinkedIn's API does not offer it, so a person sends the prepared text.
  public static let connect = StepDeclaration(
    name: "linkedin.connect", stepClass: .human,
    input: [
      .init(name: "profile_url", type: .string), .init(name: "text", type: .string),
      .init(name: "title", type: .string),
      .init(name: "assignee", type: .string), .init(name: "due", type: .nullable(.timestamp)),
    ] + calls,
    returns: [.init(name: "outcome", type: .string), .init(name: "data", type: .map(.string, .dyn))],
    errors: ["declined", "expired"])
}
