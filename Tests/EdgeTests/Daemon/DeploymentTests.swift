import CivilTime
import Executors
import Statecharts
import Storage
import Testing
import WorkflowDefinitions

@testable import Daemon

/// A deployment can send every mail that it names.
@Suite struct DeploymentTests {
  @Test func definitionsAndTemplatesAreOneBundle() throws {
    let folder = try Definitions.folder()
    let before = try Definitions.deployment(folder)
    #expect(before.templates.names == ["hello"])
    #expect(before.record.files.map(\.path) == ["small.yaml", "templates/hello.en.mail"])
    try folder.write("templates/hello.en.mail", Definitions.template + "More.\n")
    let after = try Definitions.deployment(folder)
    #expect(before.hash != after.hash)
    #expect(after.bundles.map(\.hash) == [after.hash])
  }

  @Test func aNameThatComesFromANamedActionsArgumentIsHeldAgainstTheTemplates() throws {
    let folder = try Definitions.folder(Definitions.workflow("{t: helo}"))
    let finding = try #require(try Definitions.findings(folder).first)
    #expect(finding.code == "unknown-template")
    #expect([finding.file, "\(finding.line)"] == ["small.yaml", "20"])
    #expect(finding.message == "there is no mail template 'helo'")
    #expect(finding.cure == "did you mean 'hello'?")
    // At the argument itself, not at the step that many share.
    let lines = Definitions.workflow("{t: helo}").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[finding.line - 1].dropFirst(finding.column - 1).hasPrefix("helo"))
  }

  @Test func aNameThatIsPutTogetherFromKnownPartsIsKnown() throws {
    #expect(try Definitions.findings(Definitions.folder(Definitions.workflow("{t: \"${'hel' + 'lo'}\"}"))).isEmpty)
    let findings = try Definitions.findings(Definitions.folder(Definitions.workflow("{t: \"${'hel' + 'p'}\"}")))
    #expect(findings.map(\.code) == ["unknown-template"])
  }

  @Test func aNameThatDependsOnTheBookingIsNotJudged() throws {
    #expect(try Definitions.findings(Definitions.folder(Definitions.workflow("{t: \"${input.kind}\"}"))).isEmpty)
  }

  @Test func aLanguageThatIsNamedAndLackingIsRefused() throws {
    let folder = try Definitions.folder(Definitions.workflow(language: "fr"))
    let findings = try Definitions.findings(folder)
    #expect(findings.map(\.code) == ["unknown-template"])
    #expect(findings.first?.cure.contains("templates/hello.fr.mail") == true)
    try folder.write("templates/hello.fr.mail", Definitions.template)
    #expect(try Definitions.findings(folder).isEmpty)
  }

  @Test func aTemplateThatCannotBeReadIsRefusedWithItsLine() throws {
    let folder = try Definitions.folder()
    try folder.write("templates/hello.en.mail", "subject: Hello\n\nfine\n{{#open}}\n")
    let findings = try Definitions.findings(folder)
    #expect(findings.map(\.code) == ["bad-template"])
    #expect(findings.first?.file == "templates/hello.en.mail")
    #expect((findings.first?.line ?? 0) > 1)
  }

  @Test func templatesAreCheckedEvenIfNoMailStepIsConfigured() throws {
    let folder = try ScratchFolder()
    try folder.write(
      "small.yaml",
      "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\nstates: {a: {rest: true}}\n")
    try folder.write("templates/hello.en.mail", "no subject")
    #expect(throws: Findings.self) {
      try Deployment.read(folder.path, loader: Definitions.loader([]), now: .init(seconds: 1, nanoseconds: 0)!)
    }
  }

  @Test func definitionsMayEndInYml() throws {
    let folder = try Definitions.folder()
    try folder.remove("small.yaml")
    try folder.write("small.yml", Definitions.workflow())
    #expect(try Definitions.deployment(folder).bundles.map(\.root.name) == ["small"])
  }
}
