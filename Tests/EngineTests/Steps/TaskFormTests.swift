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
    #expect(TaskForm(Self.form, limits: InputLimits()).refusal(of: answer)?.code == code, "\(answer)")
  }

  @Test func theRefusalNamesWhatIsMissingAndTheForm() {
    let message = TaskForm(["percent": "int"], limits: InputLimits()).refusal(of: [:])?.message
    #expect(message == "missing: {percent: int}; the form is {percent: int}")
  }

  @Test func aMisspeltFieldAndTheMissingOneAreOneFinding() {
    let refusal = TaskForm(["percent": "int", "note": "string|null"], limits: InputLimits()).refusal(
      of: ["persent": 40, "note": 3])
    #expect(refusal?.code == "wrong_data")
    #expect(
      refusal?.message
        == "'persent' is not a field of the form, did you mean 'percent'?; 'note' is a int, expected string|null; missing: {percent: int}; the form is {percent: int, note: string|null}"
    )
  }

  static let bounded: Value = [
    "percent": ["type": "int|null", "min": 0, "max": 100], "rate": ["type": "double", "min": 0.5],
  ]

  static let fitting: [ValueMap] = [
    ["percent": 0, "rate": 0.5], ["percent": 100, "rate": 7.0], ["rate": 1.0], ["percent": .null, "rate": 1.0],
  ]

  @Test(arguments: fitting.indices) func aNumberWithinItsBoundsIsTaken(_ index: Int) {
    #expect(TaskForm(Self.bounded, limits: InputLimits()).refusal(of: Self.fitting[index]) == nil)
  }

  static let beyond: [ValueMap] = [
    ["percent": -1, "rate": 1.0], ["percent": 101, "rate": 1.0], ["percent": "50", "rate": 1.0],
    ["percent": 50, "rate": 0.25],
  ]

  @Test(arguments: beyond.indices) func aNumberBeyondItsBoundsIsRefused(_ index: Int) {
    #expect(TaskForm(Self.bounded, limits: InputLimits()).refusal(of: Self.beyond[index])?.code == "wrong_data")
  }

  @Test func aNumberOutOfBoundsIsNamedWithThem() {
    let form: Value = ["percent": ["type": "int", "min": 0, "max": 100]]
    #expect(
      TaskForm(form, limits: InputLimits()).refusal(of: ["percent": 400])?.message
        == "'percent' is 400, expected int from 0 to 100; the form is {percent: int from 0 to 100}")
  }

  @Test func aTaskWithoutFieldsTakesRemarks() {
    #expect(TaskForm(.map([:]), limits: InputLimits()).refusal(of: ["note": "seen"]) == nil)
    #expect(TaskForm(nil, limits: InputLimits()).refusal(of: ["note": "seen"]) == nil)
  }

  static let excesses: [ValueMap] = [
    ["note": .string(String(repeating: "x", count: 4_097))], ["note": "\u{1B}[2J"], ["note": "\u{202E}"],
    ["count": 9_007_199_254_740_993], ["deep": .list((0..<101).map { .int($0) })],
  ]

  @Test(arguments: excesses.indices) func anAnswerIsHeldAgainstTheBoundsOfWhatComesFromOutside(_ index: Int) {
    let answer = Self.excesses[index]
    #expect(TaskForm(nil, limits: InputLimits()).refusal(of: answer)?.code == "wrong_data", "\(answer)")
    let form: Value = ["note": "string|null", "count": "int|null"]
    #expect(TaskForm(form, limits: InputLimits()).refusal(of: answer)?.code == "wrong_data", "\(answer)")
  }

  @Test func aPersonMayWriteSeveralLines() {
    #expect(TaskForm(["note": "string"], limits: InputLimits()).refusal(of: ["note": "one\ntwo"]) == nil)
  }
}
