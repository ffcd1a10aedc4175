@testable import CEL

/// The property of every text given to the parser.
enum ParserProperty {
  /// Describes a violation; nil if there is none. It also checks that nothing traps: invalid UTF-8 is repaired first,
  /// as a reader of files does.
  static func violation(_ bytes: [UInt8]) -> String? {
    let source = String(decoding: bytes, as: UTF8.self)
    do throws(CELIssues) {
      let tree = try Parser.parse(source, limits: .standard)
      if let violation = places(tree, 0..<source.utf8.count) { return violation }
    } catch {
      if let violation = issues(error, source) { return violation }
    }
    do throws(CELIssues) {
      for segment in try Interpolation.split(source) { _ = "\(segment)" }
      return nil
    } catch {
      return issues(error, source)
    }
  }

  /// Every issue can be printed and lies inside the source.
  static func issues(_ found: CELIssues, _ source: String) -> String? {
    guard !found.issues.isEmpty, !found.description.isEmpty else { return "no issue in an error" }
    let count = source.utf8.count
    for issue in found.issues {
      guard issue.offset >= 0, issue.length >= 0, issue.offset <= count else { return "outside the source: \(issue)" }
      // At the very end one place beyond is pointed at.
      guard issue.offset + issue.length <= count + 1 else { return "beyond the source: \(issue)" }
    }
    return nil
  }

  // A node lies inside its parent; where it points at lies inside itself. Not recursive: deep trees are the point.
  private static func places(_ root: Expression, _ whole: Range<Int>) -> String? {
    var open = [(root, whole)]
    while let (node, range) = open.popLast() {
      guard node.offset >= range.lowerBound, node.end <= range.upperBound, node.length > 0 else {
        return "a node at \(node.offset)..<\(node.end) outside \(range)"
      }
      guard node.place >= range.lowerBound, node.place < range.upperBound else {
        return "a node at \(node.offset)..<\(node.end) points at \(node.place)"
      }
      for child in node.kind.children { open.append((child, range)) }
    }
    return nil
  }
}
