import CivilTime
import Execution
import Executors
import Statecharts
import Storage
import WorkflowDefinitions

@testable import Daemon

/// A small folder that sends mails, and what the daemon reads it with.
enum Definitions {
  static let template = "subject: Hello\n\nHello.\n"

  /// `$MAIL` stands for what the named action is called with.
  static func workflow(_ mail: String = "{t: hello}", language: String = "en") -> String {
    """
    workflow: small
    family: []
    key: "${input.reference}"
    input: {reference: string, kind: string}
    actions:
      mail:
        params: {t: string}
        do: [{tell: {template: "${params.t}"}}]
      tell:
        params: {template: string}
        do:
          - spawn:
              step: email.send
              id: "mail/${params.template}"
              key: "${family.key}/mail/${params.template}"
              with: {template: "${params.template}", to: a@b.example, language: \(language), data: {}}
    events: {go: {by: [operator], otherwise: reject}}
    initial: a
    states:
      a: {rest: true, on: {go: {actions: [{mail: \(mail)}]}}}

    """
  }

  static func loader(_ catalogue: [StepDeclaration] = StandardExecutors.catalogue) -> BundleLoader {
    BundleLoader(catalogue: catalogue, zones: SystemZones(), digest: Deployment.digest)
  }

  static func deployment(_ folder: ScratchFolder) throws -> Deployment {
    try Deployment.read(folder.path, loader: loader(), now: Instant(seconds: 1_800_000_000, nanoseconds: 0)!)
  }

  static func findings(_ folder: ScratchFolder) throws -> [Finding] {
    do {
      _ = try deployment(folder)
      return []
    } catch let findings as Findings {
      return findings.list
    }
  }

  /// A folder with one workflow and one template in English.
  static func folder(_ workflow: String = workflow()) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    try folder.write("small.yaml", workflow)
    try folder.write("templates/hello.en.mail", template)
    return folder
  }
}
