import CEL
import CivilTime
import Testing

@Suite struct InterpolationTests {
  @Test func textAndExpressionsTakeTurns() throws {
    #expect(
      try Interpolation.split("é ${a.b} and ${ {'x': '}'}['x'] }!") == [
        .text("é "), .expression(source: "a.b", utf8Offset: 5), .text(" and "),
        .expression(source: " {'x': '}'}['x'] ", utf8Offset: 16), .text("!"),
      ])
    #expect(try Interpolation.split("") == [])
    #expect(try Interpolation.split("plain $ } { text") == [.text("plain $ } { text")])
    #expect(try Interpolation.split("$${x} costs $5") == [.text("${x} costs $5")])
    #expect(try Interpolation.split("${r'\\'}x") == [.expression(source: "r'\\'", utf8Offset: 2), .text("x")])
    #expect(try Interpolation.split("${'''a'}'''}") == [.expression(source: "'''a'}'''", utf8Offset: 2)])
  }

  @Test(arguments: ["${", "a ${b", "${'}", "${{}", "${}", "${ }", "${'\\"])
  func anUnclosedExpressionIsAnIssue(text: String) {
    #expect(throws: CELIssues.self) { try Interpolation.split(text) }
  }

  @Test func valuesReadAsPeopleWriteThem() throws {
    #expect(Interpolation.display(42) == "42")
    #expect(Interpolation.display("x") == "x")
    #expect(Interpolation.display(2.5) == "2.5")
    #expect(Interpolation.display(.timestamp(.epoch)) == "1970-01-01T00:00:00Z")
    #expect(Interpolation.display(.duration(.seconds(90))) == "90s")
    #expect(Interpolation.display(["a": [1]]) == #"{"a":[1]}"#)
  }
}
