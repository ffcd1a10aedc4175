import CEL
public import Execution

/// Steps that a person carries out. The engine opens them as tasks; nothing is ever sent.
public enum HumanTaskCatalogue {
  /// Anything that needs a person: `form` describes what is to be filled in.
  public static let task = StepDeclaration(
    name: "human.task", stepClass: .human,
    input: [
      .init(name: "title", type: .string), .init(name: "assignee", type: .string),
      .init(name: "text", type: .nullable(.string)), .init(name: "form", type: .map(.string, .dyn)),
      .init(name: "due", type: .nullable(.timestamp)),
    ],
    returns: [.init(name: "outcome", type: .string), .init(name: "data", type: .map(.string, .dyn))],
    errors: ["declined", "expired"])

  /// A connection request on LinkedIn: its API does not permit it, so a person sends it, with the text prepared (domain §3.8).
  public static let connect = StepDeclaration(
    name: "linkedin.connect", stepClass: .human,
    input: [
      .init(name: "profile_url", type: .string), .init(name: "text", type: .string),
      .init(name: "title", type: .string),
      .init(name: "assignee", type: .string), .init(name: "due", type: .nullable(.timestamp)),
    ],
    returns: [.init(name: "outcome", type: .string), .init(name: "data", type: .map(.string, .dyn))],
    errors: ["declined", "expired"])
}
