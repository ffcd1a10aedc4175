@testable import CEL
import CivilTime
import Foundation
import Testing

/// `docs/cel.md` is true: its examples give what it says, its signatures are those of the library.
@Suite struct LanguageDocumentationTests {
  /// Rows of the page's tables, without their headings; cells as written.
  private static let rows: [[String]] = {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/" {
      let page = folder.appendingPathComponent("docs/cel.md")
      if let text = try? String(contentsOf: page, encoding: .utf8) {
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map(cells).filter { $0.last != "result" }
      }
      folder = folder.deletingLastPathComponent()
    }
    return []
  }()

  private static func cells(_ line: Substring) -> [String] {
    line.dropFirst().replacingOccurrences(of: "\\|", with: "\u{1}").split(separator: "|").map {
      $0.replacingOccurrences(of: "\u{1}", with: "|").trimmingCharacters(in: .whitespaces)
    }
  }

  /// The text between back quotes in a cell, line by line.
  private static func code(_ cell: String) -> [String] {
    cell.components(separatedBy: "<br>").compactMap { line in
      line.hasPrefix("`") && line.hasSuffix("`") && line.count > 2 ? String(line.dropFirst().dropLast()) : nil
    }
  }

  @Test func everyExampleGivesWhatThePageSays() throws {
    var count = 0
    for row in Self.rows where row.count == 4 {
      let (examples, results) = (Self.code(row[2]), Self.code(row[3]))
      #expect(!examples.isEmpty && examples.count == results.count, "\(row)")
      for (example, result) in zip(examples, results) {
        count += 1
        if result.hasPrefix("error: ") {
          #expect(try Fixture().failure(example) == String(result.dropFirst(7)), "\(example)")
        } else {
          let (given, wanted) = (try Fixture().evaluate(example), try Fixture().evaluate(result))
          #expect(given == wanted, "\(example) is \(given), the page says \(result)")
        }
      }
    }
    #expect(count > 140)
  }

  private static let sets: [(name: String, types: [String])] = [
    ("N", ["int", "uint", "double"]), ("I", ["int", "uint"]),
    ("O", ["int", "uint", "double", "timestamp", "duration", "string"]),
  ]

  /// A signature in which a letter stands for several types is several signatures.
  private static func expanded(_ signature: String) -> [String] {
    for set in sets {
      let pattern = "\\b\(set.name)\\b"
      guard signature.range(of: pattern, options: .regularExpression) != nil else { continue }
      return set.types.map { signature.replacingOccurrences(of: pattern, with: $0, options: .regularExpression) }
    }
    return [signature]
  }

  @Test func thePageNamesTheFunctionsThatThereAreAndNoOthers() {
    let page = Set(
      Self.rows.filter { $0.count == 4 }.flatMap { Self.code($0[0]) }.filter { $0.contains(" -> ") }
        .flatMap(Self.expanded))
    let library = Set(
      StandardLibrary.functions(zones: ZoneTable()).overloads.values.flatMap { $0.map(\.signature) })
    #expect(library.subtracting(page).sorted() == [], "not in docs/cel.md")
    #expect(page.subtracting(library).sorted() == [], "only in docs/cel.md")
  }
}
