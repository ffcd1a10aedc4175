import ArgumentParser
import FoundationEssentials

struct WorkflowsNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write the skeleton of a workflow, with scenarios that pass.",
    discussion: """
      Makes the folder NAME with NAME.yaml and scenarios/NAME.yaml: a request that somebody accepts, that its client calls off, or that
      lapses. Nothing that is there is written over. What comes next: docs/writing-a-workflow.md.

      EXIT CODES
        0  done
        1  a file could not be written
        2  the name is none, or the folder has something in it
      """)

  @Argument(
    help: "The workflow's name: letters, digits and '-', first a letter. Also the folder's, unless --folder is given.")
  var name: String

  @Option(name: .long, help: "The folder to write to.")
  var folder: String?

  func run() throws { try create(.standard) }

  func create(_ console: Console) throws {
    guard let first = name.unicodeScalars.first, name.utf8.count <= 64, first.isASCII, first.properties.isAlphabetic,
      name.unicodeScalars.allSatisfy({
        $0.isASCII && ($0.properties.isAlphabetic || (0x30...0x39).contains($0.value) || $0 == "-")
      })
    else {
      throw ValidationError("'\(Cell.plain(name))' is no name of a workflow: letters, digits and '-', first a letter")
    }
    let place = folder ?? name
    if let names = try? FileManager.default.contentsOfDirectory(atPath: place), !names.isEmpty {
      throw ValidationError("'\(Cell.plain(place))' is not empty; name another folder with --folder")
    }
    let files = [("\(name).yaml", Self.workflow(name)), ("scenarios/\(name).yaml", Self.scenarios(name))]
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: "\(place)/scenarios"), withIntermediateDirectories: true)
      for (path, text) in files {
        try Data(text.utf8).write(to: URL(filePath: "\(place)/\(path)"), options: .withoutOverwriting)
        console.show("\(Cell.plain(place))/\(path)")
      }
    } catch {
      console.talk("magnetiqctl: '\(Cell.plain(place))' could not be written: \(error)")
      throw Exit.refused.error
    }
    console.talk(
      "now: magnetiqctl workflows check \(Cell.plain(place)) && magnetiqctl workflows test \(Cell.plain(place))")
  }

  /// A workflow that `check --strict` passes.
  static func workflow(_ name: String) -> String {
    """
    # A request that somebody accepts, that its client calls off, or that lapses.
    workflow: \(name)
    family: []                                  # a root of its own; [payment, delivery] names members, each in a file
    roles: [client]                             # who has a link of their own; operator and site are always there
    key: "${input.reference}"                   # how the outside names it
    input:
      reference: {type: string, format: reference}
      title: {type: string, max: 200, default: untitled}

    context:
      accepted_at: timestamp|null

    events:
      accept: {data: {}, by: [operator], otherwise: reject}
      cancel: {data: {reason: string|null}, by: [client, operator], otherwise: reject}

    view:
      status: {type: waiting|accepted|cancelled|lapsed, default: waiting, index: true, audience: party}
      acceptedAt: {value: "${context.accepted_at}", audience: party}

    initial: waiting
    states:
      waiting:
        view: {status: waiting}
        timers:
          lapse: {at: "entered + period('P7D')", late: always, target: lapsed}
        on:
          accept: {target: accepted, actions: [{assign: {accepted_at: "${now}"}}]}
          cancel: cancelled
      accepted:
        view: {status: accepted}
        rest: true                              # may stay here for ever
        on:
          cancel:
            - {by: client, reject: too_late}
            - {target: cancelled}
      cancelled: {view: {status: cancelled}, rest: true}
      lapsed: {view: {status: lapsed}, rest: true}

    """
  }

  /// Scenarios that take every transition.
  static func scenarios(_ name: String) -> String {
    """
    # Stories of events and their outcomes. An outcome that a `then` does not name must not have happened.
    given:
      workflow: \(name)
      at: 2027-03-01T09:00:00Z
      input: {reference: R-1}
    scenarios:
      - scenario: A request is accepted
        story:
          - {when: {start: true}, then: {states: {\(name): waiting}, timers: {lapse: P7D}}}
          - {when: {event: accept}, then: {states: {\(name): accepted}, view: {status: accepted}}}
          - {when: {event: cancel, by: client}, then: {reply: too_late}}
          - {when: {event: cancel, by: operator}, then: {states: {\(name): cancelled}}}
      - scenario: The client calls it off
        story:
          - {when: {start: true}, then: {states: {\(name): waiting}}}
          - {when: {event: cancel, data: {reason: no time}}, then: {states: {\(name): cancelled}}}
      - scenario: Nobody says anything
        story:
          - {when: {start: true}, then: {states: {\(name): waiting}}}
          - {when: {after: P7D}, then: {states: {\(name): lapsed}, view: {status: lapsed}}}

    """
  }
}
