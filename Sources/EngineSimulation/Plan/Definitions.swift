internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import WorkflowTesting

/// The definitions of a run: those that are shipped, or workflows grown from the seed. Each comes in two versions, so
/// that one can be deployed over the other.
struct Definitions: Sendable {
  /// The bundles of each version, by the order of `workflows`.
  let versions: [[Bundle]]
  /// The workflows that families are started with, in turn.
  let workflows: [String]
  let isShipped: Bool
  /// True if no event that is sent makes a step fail. Those that are grown from a seed may fail at anything.
  let isSound: Bool
  /// The forms of the language of which it is noted whether they were stepped.
  var forms: Set<String> = []

  /// The place of a family's workflow, and of its bundle in each version.
  func place(of family: Int) -> Int { family % workflows.count }

  private static let shipped = Result {
    let files = try ShippedWorkflows.files()
    return try Definitions(
      versions: [files, files.map { another($0, "booking.yaml") }].map { try bundles($0, ["booking"]) },
      workflows: ["booking"], isShipped: true, isSound: true)
  }

  /// - Returns: the shipped definitions for three seeds of four, mostly a random workflow for the fourth.
  static func drawn(by seed: UInt64) throws -> Definitions {
    if seed % 16 == 15 { return try repetitive.get() }
    if seed % 8 == 3 { return try composed(seed) }
    return try seed % 4 == 3 ? random(seed) : shipped.get()
  }

  /// A workflow that asks for one act again and again: all its mails have one key.
  private static let repetitive = Result {
    let source = """
      workflow: small
      family: []
      key: "${input.reference}"
      input: {reference: string}
      context: {n: {type: int, value: 0}}
      events:
        e0: {data: {}, by: [client], otherwise: ignore}
        e1: {data: {}, by: [client, operator], otherwise: ignore}
      initial: a
      states:
        a:
          rest: true
          on:
            e0:
              actions:
                - assign: {n: "${context.n + 1}"}
                - spawn:
                    step: email.send
                    id: "mail/${context.n}"
                    key: "${family.key}/mail"
                    with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}
                    onError: {actions: []}
            e1: {target: b}
        b: {rest: true, on: {e1: {target: a}}}
      """
    let file = SourceFile(path: "small.yaml", source: Array(source.utf8))
    return try Definitions(
      versions: [[file], [another(file, "small.yaml")]].map { try bundles($0, ["small"]) }, workflows: ["small"],
      isShipped: false, isSound: true)
  }

  /// Grows a workflow from grammar alone, the later forms of the language in every second seed.
  private static func random(_ seed: UInt64) throws -> Definitions {
    try first(seed, ["small"]) { RandomDefinition(seed: $0, hasLaterForms: seed % 16 == 7).files }
  }

  /// Puts two workflows together from pieces that use the forms of the language.
  private static func composed(_ seed: UInt64) throws -> Definitions {
    var forms: Set<String> = []
    var found = try first(seed, ["small", "other"]) { seed in
      let definition = ComposedDefinition(seed: seed)
      forms = definition.forms
      return definition.files
    }
    found.forms = forms
    return found
  }

  /// Grows definitions until the loader accepts some.
  private static func first(
    _ seed: UInt64, _ workflows: [String], _ grow: (UInt64) -> [String: String]
  ) throws -> Definitions {
    for number in 0..<1_000 {
      let files = grow(seed &* 1_000 &+ UInt64(number)).sorted { $0.key < $1.key }.map {
        SourceFile(path: $0.key, source: Array($0.value.utf8))
      }
      guard let accepted = try? bundles(files, workflows) else { continue }
      let second = try bundles(files.map { another($0, "small.yaml") }, workflows)
      return Definitions(versions: [accepted, second], workflows: workflows, isShipped: false, isSound: false)
    }
    throw Findings([Finding(code: "no-root", file: "small.yaml", line: 1, column: 1, message: "none is accepted")])
  }

  private static func bundles(_ files: [SourceFile], _ roots: [String]) throws -> [Bundle] {
    let loaded = try ShippedWorkflows.loader.load(files).bundles
    return try roots.map { root in
      guard let bundle = loaded.first(where: { $0.root.name == root }) else {
        throw Findings([Finding(code: "no-root", file: "\(root).yaml", line: 1, column: 1, message: "no \(root)")])
      }
      return bundle
    }
  }

  /// The same file with another hash.
  private static func another(_ file: SourceFile, _ path: String) -> SourceFile {
    file.path == path ? SourceFile(path: path, source: file.source + Array("\n# another version\n".utf8)) : file
  }
}
