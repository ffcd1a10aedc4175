/// A piece of a page. It is made of elements and of text that is escaped as it becomes part of it, so nothing that came
/// from outside can become markup: there is no way to write raw HTML.
public struct HTML: Hashable, Sendable {
  /// As it is sent.
  public private(set) var markup: String

  /// Nothing.
  public static let empty = HTML(markup: "")

  /// Only elements, whose names are part of the program, make markup.
  init(markup: String) { self.markup = markup }

  /// A text for people.
  public init(_ text: String) {
    var markup = ""
    Self.escape(text, into: &markup)
    self.init(markup: markup)
  }

  /// True if there is nothing to show.
  public var isEmpty: Bool { markup.isEmpty }

  mutating func append(_ other: HTML) { markup += other.markup }

  /// Writes a text so that it is the same text in an element and in a quoted attribute. A character that HTML does not
  /// allow is shown as one that could not be read.
  static func escape(_ text: String, into out: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Puts pieces one after another: elements as they are, texts escaped.
@resultBuilder
public enum HTMLBuilder {
  /// Takes a piece as it is.
  public static func buildExpression(_ html: HTML) -> HTML { html }
  /// Takes an optional piece; nil adds nothing.
  public static func buildExpression(_ html: HTML?) -> HTML { html ?? .empty }
  /// Takes a text, which is escaped.
  public static func buildExpression(_ text: String) -> HTML { HTML(text) }
  /// Takes the text of a passage, which is escaped; its language is not marked.
  public static func buildExpression(_ passage: Passage) -> HTML { HTML(passage.text) }
  /// Joins the pieces of a block.
  public static func buildBlock(_ parts: HTML...) -> HTML { joined(parts) }
  /// Joins the pieces of a loop.
  public static func buildArray(_ parts: [HTML]) -> HTML { joined(parts) }
  /// Takes the piece of an `if` without an `else`, or nothing.
  public static func buildOptional(_ part: HTML?) -> HTML { part ?? .empty }
  /// Takes the piece of the first branch.
  public static func buildEither(first: HTML) -> HTML { first }
  /// Takes the piece of the second branch.
  public static func buildEither(second: HTML) -> HTML { second }

  private static func joined(_ parts: [HTML]) -> HTML {
    var all = HTML.empty
    for part in parts { all.append(part) }
    return all
  }
}
