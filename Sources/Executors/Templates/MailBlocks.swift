import Encoding

/// A block of a rendered mail. Only the template's own text makes blocks; a value that looks like markup stays text.
enum MailBlock: Hashable {
  case paragraph([TemplatePiece])
  case list([[TemplatePiece]])
  /// A link on a line of its own: `[Pay now](https://…)`.
  case link(label: [TemplatePiece], address: String)

  static func blocks(of pieces: [TemplatePiece], file: String) throws(TemplateError) -> [MailBlock] {
    var blocks: [MailBlock] = []
    var paragraph: [TemplatePiece] = []
    func flush() {
      if !paragraph.isEmpty { blocks.append(.paragraph(paragraph)) }
      paragraph = []
    }
    for line in lines(pieces) {
      if line.allSatisfy(\.isBlankLiteral) {
        flush()
      } else if let (label, address) = link(line) {
        flush()
        guard address.hasPrefix("https://") || address.hasPrefix("http://"),
          address.unicodeScalars.allSatisfy({
            $0.value > 0x20 && $0.value < 0x7F && $0 != "\"" && $0 != "<" && $0 != ">"
          })
        else {
          throw TemplateError(
            code: "bad_link", file: file, line: 1,
            message: "a link's address is to begin with https:// and hold no blanks")
        }
        blocks.append(.link(label: label, address: address))
      } else if case .literal(let text)? = line.first, text.hasPrefix("- ") {
        flush()
        let item = [.literal(String(text.dropFirst(2)))] + line.dropFirst()
        // Items with an empty line between them belong to one list.
        if case .list(let items)? = blocks.last {
          blocks[blocks.count - 1] = .list(items + [item])
        } else {
          blocks.append(.list([item]))
        }
      } else if case .literal(let text)? = line.first, text.hasPrefix("  "), paragraph.isEmpty,
        case .list(var items)? = blocks.last, let last = items.popLast()
      {
        blocks[blocks.count - 1] = .list(items + [last + [.literal(" " + text.trimmedFront)] + line.dropFirst()])
      } else {
        paragraph = joined(paragraph, line)
      }
    }
    flush()
    return blocks
  }

  /// Joins two lines of a paragraph with a blank, or with a line break if the first one ends in a backslash.
  private static func joined(_ paragraph: [TemplatePiece], _ line: [TemplatePiece]) -> [TemplatePiece] {
    guard let last = paragraph.last else { return line }
    guard case .literal(let text) = last, text.hasSuffix("\\") else { return paragraph + [.literal(" ")] + line }
    return paragraph.dropLast() + [.literal(text.dropLast() + "\n")] + line
  }

  private static func lines(_ pieces: [TemplatePiece]) -> [[TemplatePiece]] {
    var lines: [[TemplatePiece]] = [[]]
    for piece in pieces {
      guard case .literal(let text) = piece else {
        lines[lines.count - 1].append(piece)
        continue
      }
      for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { lines.append([]) }
        if !part.isEmpty { lines[lines.count - 1].append(.literal(String(part))) }
      }
    }
    return lines
  }

  private static func link(_ line: [TemplatePiece]) -> (label: [TemplatePiece], address: String)? {
    guard case .literal(let first)? = line.first, first.hasPrefix("["), case .literal(let last)? = line.last,
      last.hasSuffix(")")
    else { return nil }
    var label: [TemplatePiece] = []
    var address: String?
    for (index, piece) in line.enumerated() {
      var text = piece.text
      if index == 0 { text.removeFirst() }
      if index == line.count - 1 { text.removeLast() }
      if let begun = address {
        // A value at the beginning of the address is an address. One within it is a part, and is encoded so that it
        // cannot change how the whole is read.
        if case .value = piece, !begun.isEmpty { text = PercentEncoding.encode(text) }
        address = begun + text
      } else if case .literal = piece, let middle = text.firstRange(of: "](") {
        label.append(.literal(String(text[..<middle.lowerBound])))
        address = String(text[middle.upperBound...])
      } else if case .literal = piece {
        label.append(.literal(text))
      } else {
        label.append(piece)
      }
    }
    return address.map { (label, $0) }
  }
}

extension TemplatePiece {
  fileprivate var isBlankLiteral: Bool {
    if case .literal(let text) = self { text.allSatisfy { $0 == " " || $0 == "\t" } } else { false }
  }
}

extension String {
  fileprivate var trimmedFront: String { String(drop { $0 == " " }) }
}
