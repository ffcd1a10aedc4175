import Foundation
import Testing

/// The threat model says of each of its rows by which tests it holds.
struct ThreatModelTests {
  @Test func everyRowNamesTestsThatAreThere() throws {
    let rows = try SourceTree.file("docs/threat-model.md").text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let tests = SourceTree.swift.filter { $0.path.hasPrefix("Tests/") }
    let there = Set(tests.flatMap { file in file.text.matches(of: /func (\w+)\(/).map { String($0.1) } })
    #expect(rows.count > 20)
    for row in rows where !row.hasSuffix("held by |") && !row.hasSuffix("tests |") {
      let cells = row.split(separator: "|")
      let names = (cells.last ?? "").matches(of: /`(\w+)`/).map { String($0.1) }
      #expect(!names.isEmpty, "no test in: \(row)")
      for name in names { #expect(there.contains(name), "docs/threat-model.md names \(name)") }
    }
  }
}
