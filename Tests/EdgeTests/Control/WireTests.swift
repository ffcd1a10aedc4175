import CEL
import CivilTime
import Testing

@testable import Control

/// Requests and answers as JSON.
@Suite struct WireTests {
  private func fault<T: Decodable>(_ type: T.Type, _ value: Value, strictly: Bool = true) -> WireFault? {
    do throws(WireFault) {
      _ = try Wire.read(type, from: value, strictly: strictly)
      return nil
    } catch {
      return error
    }
  }

  /// Every type of the protocol is written as JSON that is read as the same, out of bytes.
  @Test func everyRequestAndAnswerSurvivesTheWire() throws {
    // An answer may be laid out over several types, each of which knows only its own fields.
    func survives<T: Codable>(_ type: T.Type, strictly: Bool) throws {
      let first = try Wire.value(of: try #require(TypeForm.sample(type)))
      let parsed = try JSON.parse(JSON.encode(first))
      let second = try Wire.value(of: Wire.read(type, from: parsed, strictly: strictly))
      #expect(JSON.text(second) == JSON.text(first), "\(type)")
    }
    func both<R: ControlRequest>(_ type: R.Type) throws {
      try survives(R.self, strictly: true)
      try survives(R.Answer.self, strictly: false)
    }
    for type in VerbTable.all { try both(type) }
  }

  @Test func fieldsStandInTheOrderOfTheirDeclarationAndNilIsLeftOut() throws {
    let value = try Wire.value(of: ListFamilies(status: .running, limit: 5))
    #expect(JSON.text(value) == #"{"status":"running","limit":5}"#)
    #expect(JSON.text(try Wire.value(of: Page<String>([]))) == #"{"items":[],"next":null,"more":false}"#)
  }

  @Test func anAnswersUnknownFieldsAreIgnoredAndARequestsAreNot() {
    let value: Value = ["columns": ["a"], "rows": [["1"], [nil]], "truncated": false, "later": 1]
    #expect(fault(QueryRows.self, value, strictly: false) == nil)
    guard case .unknown("later") = fault(QueryRows.self, value) else {
      Issue.record("'later' is taken")
      return
    }
  }

  @Test func aFaultNamesItsPlace() {
    let value: Value = ["columns": ["a"], "rows": [["1"], [2]], "truncated": false]
    guard case .wrongType("rows[1][0]", _, 2) = fault(QueryRows.self, value) else {
      Issue.record("the place is not named: \(String(describing: fault(QueryRows.self, value)))")
      return
    }
  }

  @Test func aNullIsAnAbsentArgument() throws {
    let request = try Wire.read(ListFamilies.self, from: ["status": nil, "limit": 3], strictly: true)
    #expect(request.status == nil)
    #expect(request.limit == 3)
  }
}
