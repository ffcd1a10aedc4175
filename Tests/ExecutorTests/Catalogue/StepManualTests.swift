import CEL
import CivilTime
import Execution
import Foundation
import Testing

@testable import Executors

/// `docs/steps.md` says what the catalogue declares: it is what an author reads instead of the source.
@Suite struct StepManualTests {
  @Test func theManualListsEveryStepAsItIsDeclared() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let manual = try String(contentsOf: root.appendingPathComponent("docs/steps.md"), encoding: .utf8)
    let rows = manual.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
    let expected = StandardExecutors.catalogue.sorted { $0.name < $1.name }.map(row)
    #expect(rows == expected, "\(expected.joined(separator: "\n"))")
  }

  private func row(_ step: StepDeclaration) -> String {
    let codes = step.errors.map { "`\($0)`" }.joined(separator: " ")
    let late = step.settlesLate ? "; settles late" : ""
    return "| `\(step.name)` | \(step.stepClass.rawValue)\(late) | \(fields(step.input)) | \(fields(step.returns)) | "
      + "\(codes.isEmpty ? "–" : codes) | \(step.stepClass == .human ? "–" : step.timeout.iso8601) |"
  }

  private func fields(_ list: [CELType.Field]) -> String {
    if list.isEmpty { return "–" }
    return list.map { field in
      if case .nullable(let inner) = field.type { return "`\(field.name)` \(word(inner))?" }
      return "`\(field.name)` \(word(field.type))"
    }.joined(separator: ", ")
  }

  private func word(_ type: CELType) -> String {
    switch type {
    case .map: "map"
    case .nullable(let inner): "\(word(inner))?"
    case .list(let element): "[\(word(element))]"
    case .enumeration(let words): words.joined(separator: " or ")
    case .object(let list): "{\(fields(list))}"
    default: "\(type)"
    }
  }
}
