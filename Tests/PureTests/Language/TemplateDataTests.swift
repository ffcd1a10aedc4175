import Testing
import WorkflowDefinitions
import WorkflowTesting

/// The names that a mail template prints are held against the data that a step gives it.
@Suite struct TemplateDataTests {
  private static let actions = """
    actions:
      mail:
        params: {template: string, amount: int|null, names: "[string]|null"}
        do:
          - spawn:
              step: email.send
              with:
                template: "${params.template}"
                to: a@b.example
                language: en
                data: {amount: "${params.amount}", names: "${params.names}", at: "${now}", zone: UTC, currency: EUR}
    """

  private func findings(_ call: String, _ template: String) -> [Finding] {
    var loader = ShippedWorkflows.loader
    loader.checksTemplates = true
    let source = """
      workflow: small
      family: []
      key: "${input.reference}"
      input: {reference: string}
      \(Self.actions)
      states: {a: {rest: true, entry: [{mail: \(call)}]}}
      """
    do {
      return try loader.load([
        SourceFile(path: "small.yaml", source: Array(source.utf8)),
        SourceFile(path: "templates/paid.en.mail", source: Array("subject: Paid\n\n\(template)\n".utf8)),
      ]).warnings
    } catch {
      return error.list
    }
  }

  @Test(
    arguments: [
      "{{amount}}", "{{#names}}{{amount}}{{/names}}", "{{^names}}{{none}}{{/names}}", "{{at}}",
      "{{at | money currency}}",
      "{{amount | money none}}", "{{#amount}}{{none}}{{/amount}}", "{{names}}",
    ])
  func aMailThatCannotBeWrittenIsFound(_ template: String) {
    let names = template.contains("{{names}}") || template.contains("#names") ? ", names: [x]" : ""
    let amount = template.contains("#amount") || template.contains("none}}") ? ", amount: 3" : ""
    let found = findings("{template: paid\(names)\(amount)}", template)
    #expect(found.map(\.code) == ["template-data"], "\(found)")
  }

  @Test(
    arguments: [
      ("", "{{at | time zone}} {{zone}} {{recipient}}"), ("", "{{#amount}}{{amount}} {{none}}{{/amount}}"),
      (", amount: 3", "{{amount}} {{amount | money currency}}"), (", names: [x]", "{{#names}}{{.}}{{/names}}"),
      ("", "{{#unsubscribe_url}}{{unsubscribe_url}}{{/unsubscribe_url}}"),
    ])
  func aMailThatCanBeWrittenIsNot(_ given: String, _ template: String) {
    #expect(findings("{template: paid\(given)}", template).map(\.description) == [])
  }

  @Test func anArgumentThatIsLeftOutIsToldAtTheCall() throws {
    let found = try #require(findings("{template: paid}", "{{amount}}").first)
    #expect(found.message.contains("templates/paid.en.mail:3"))
    #expect(found.message.contains("'amount' is null here"))
    #expect(found.line == 16)
    #expect(found.cure.contains("{{#amount}}"))
  }
}
