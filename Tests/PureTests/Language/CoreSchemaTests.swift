import CEL
import Testing
import WorkflowDefinitions
import YAMLTree

/// Plain scalars are resolved by YAML 1.2's core schema (section 10.3.2).
@Suite struct CoreSchemaTests {
  private static func value(_ text: String) throws -> Value? {
    try YAMLReader().read(Array("v: \(text)".utf8), file: "f")["v"]?.scalarValue
  }

  @Test(arguments: [
    ("12", 12), ("-3", -3), ("+3", 3), ("007", 7), ("0o17", 15), ("0xfF", 255), ("0", 0), ("-0", 0),
    ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
  ])
  func integers(text: String, expected: Int64) throws { #expect(try Self.value(text) == .int(expected)) }

  @Test(arguments: [
    ("1.0e3", 1000), ("-.5", -0.5), ("1.", 1), ("1e3", 1000), ("1E3", 1000), ("1e+3", 1000), ("1e-3", 0.001),
    (".5", 0.5), ("+1.5", 1.5), ("-12.5e1", -125), (".5e1", 5), ("1.e2", 100),
  ])
  func floats(text: String, expected: Double) throws { #expect(try Self.value(text) == .double(expected)) }

  @Test(arguments: [
    ".", "+", "e3", ".e3", "1e", "1e+", "1.5.2", "0o", "0x", "0o8", "0xg", "0x-1", "0o+7", "1_000", "1e3x", "--1",
    "9223372036854775808", "1e999", ".inf", ".nan", "+-1", "1 2", "2027-03-01", "٣", "yes", "no", "on", "tRue",
  ])
  func anythingElseIsText(text: String) throws { #expect(try Self.value(text) == .string(text)) }

  @Test func nullsAndTruthsHaveThreeSpellings() throws {
    for text in ["null", "Null", "NULL", "~"] { #expect(try Self.value(text) == .null) }
    for text in ["true", "True", "TRUE"] { #expect(try Self.value(text) == .bool(true)) }
    for text in ["false", "False", "FALSE"] { #expect(try Self.value(text) == .bool(false)) }
    for text in ["'1'", "\"true\"", "'~'"] {
      #expect(try Self.value(text) == .string(String(text.dropFirst().dropLast())))
    }
  }

  @Test func aCureQuotesTheScalarAsItStands() {
    let found = Checked.findings(root: "context: {v: {type: string, value: 1.10}}\nstates: {a: {rest: true}}")
    #expect(found.first { $0.code == "type-mismatch" }?.cure == "'1.10' in quotes")
  }
}
