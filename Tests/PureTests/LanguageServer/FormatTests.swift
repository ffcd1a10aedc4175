import LanguageServer
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// The layout of workflow files.
@Suite struct FormatTests {
  @Test func aFileIsPutIntoTheUsualLayoutAndItsCommentsStay() throws {
    let untidy = """


      # first
      workflow:   lamp     # its name
      family: [ ]


      states:
          dark:
              # waits
              on: { turn:   bright,blink: [ a,b ] }
              entry:
              -   alarm: "a,  b: {c}"
              - if: x
                then:
                   -  alarm: 'it''s'
          bright: {type:   final}
      actions:
        text: |
            kept   as it is
              here too

      """
    let tidy = """
      # first
      workflow:   lamp     # its name
      family: []

      states:
        dark:
          # waits
          on: {turn: bright, blink: [a, b]}
          entry:
          - alarm: "a,  b: {c}"
          - if: x
            then:
              - alarm: 'it''s'
        bright: {type: final}
      actions:
        text: |
            kept   as it is
              here too

      """
    #expect(try SourceFormat().formatted(untidy) == tidy)
  }

  @Test func formattingIsDoneOnceAndForAll() throws {
    for file in try ShippedWorkflows.files() {
      let once = try SourceFormat().formatted(String(decoding: file.source, as: UTF8.self))
      #expect(try SourceFormat().formatted(once) == once, Comment(rawValue: file.path))
    }
  }

  @Test func theShippedWorkflowsAreFormatted() throws {
    for file in try ShippedWorkflows.files() {
      let source = String(decoding: file.source, as: UTF8.self)
      let formatted = try SourceFormat().formatted(source)
      let changed = zip(source.split(separator: "\n"), formatted.split(separator: "\n")).first { $0 != $1 }
      #expect(formatted == source, "\(file.path): \(String(describing: changed))")
    }
  }

  @Test func whatIsNotYAMLIsNotFormatted() {
    #expect(throws: SourceFormat.Fault.self) { try SourceFormat().formatted("a: [b") }
  }
}
