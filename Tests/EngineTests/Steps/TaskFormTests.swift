import CEL
import Testing

@testable import WorkflowEngine

/// An answer is held against its form before anything moves.
@Suite struct TaskFormTests {
  private static let form: Value = [
    "percent": "int", "party": "client|consultant", "note": "string | null", "at": "timestamp|null",
  ]

  static let answers: [(ValueMap, String?)] = [
    (["percent": 40, "party": "client"], nil),
    (["percent": 40, "party": "client", "note": "x", "at": "2027-01-01T00:00:00Z"], nil),
    (["percent": 40, "party": "client", "note": nil], nil),
    ([:], "missing_fields"),
    (["percent": 40], "missing_fields"),
    (["percent": nil, "party": "client"], "wrong_data"),
    (["percent": "forty", "party": "client"], "wrong_data"),
    (["percent": 40.5, "party": "client"], "wrong_data"),
    (["percent": 40, "party": "nobody"], "wrong_data"),
    (["percent": 40, "party": "client", "persent": 3], "wrong_data"),
    (["percent": 40, "party": "client", "at": "tomorrow"], "wrong_data"),
    (["percent": ["$personal": "client.email"], "party": "client"], "wrong_data"),
  ]

  @Test(arguments: answers.indices) func anAnswerFitsItsFormOrIsRefused(_ index: Int) {
    let (answer, code) = Self.answers[index]
    #expect(TaskForm(Self.form).refusal(of: answer)?.code == code, "\(answer)")
  }

  @Test func theRefusalNamesWhatIsMissingAndTheForm() {
    let message = TaskForm(["percent": "int"]).refusal(of: [:])?.message
    #expect(message == "missing: {percent: int}; the form is {percent: int}")
  }

  @Test func aTaskWithoutFieldsTakesRemarks() {
    #expect(TaskForm(.map([:])).refusal(of: ["note": "seen"]) == nil)
    #expect(TaskForm(nil).refusal(of: ["note": "seen"]) == nil)
  }
}
