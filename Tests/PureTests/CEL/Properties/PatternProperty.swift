@testable import CEL
import CivilTime

/// The property of every pattern, the first line of the input, over every text, the rest. It is evaluated by the
/// language, so that the cost limit holds too.
enum PatternProperty {
  private struct Texts: Bindings {
    let values: [Value]

    func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }
    func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value { .null }
  }

  private static let environment: CELEnvironment = {
    var environment = CELEnvironment(zones: ZoneTable())
    environment.declare("text", .string, slot: 0)
    environment.declare("pattern", .string, slot: 1)
    return environment
  }()

  private static let matches = try? environment.compile("text.matches(pattern)")
  private static let marked = try? environment.compile("regex.replace(text, pattern, '<\\\\0>')")
  private static let all = try? environment.compile("regex.extractAll(text, pattern)")

  /// Describes a violation; nil if there is none.
  static func violation(_ bytes: [UInt8]) -> String? {
    guard let matches, let marked, let all else { return "the functions on patterns do not compile" }
    let line = bytes.firstIndex(of: 10) ?? bytes.endIndex
    let source = String(decoding: bytes[..<line], as: UTF8.self)
    let text = String(decoding: bytes[line...].dropFirst(), as: UTF8.self)
    let texts = Texts(values: [.string(text), .string(source)])
    do throws(EvaluationError) {
      let found = try matches.evaluate(texts)
      guard try matches.evaluate(texts) == found else { return "two answers" }
      // Each match, the empty one too, leaves its mark.
      guard (try marked.evaluate(texts) != .string(text)) == (found == true) else {
        return "matches gives \(found), replaced it reads \(try marked.evaluate(texts))"
      }
      if case .list(let parts)? = try? all.evaluate(texts), found == false, !parts.isEmpty {
        return "no match, but extracted \(parts)"
      }
      // A search finds what a search for the same between two open ends finds.
      let wide = Texts(values: [.string(text), .string("(?s:.*)(?:\(source))(?s:.*)")])
      if let open = try? matches.evaluate(wide), open != found { return "between open ends \(open)" }
      return nil
    } catch {
      return error.code.isEmpty || error.message.isEmpty ? "an error without words" : nil
    }
  }
}
