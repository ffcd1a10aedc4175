/// Which lines of a Swift file belong to which type, by the names and braces of its code. A line belongs to the innermost type around it,
/// so that a type is not charged for those nested in it; an extension's lines are its type's.
enum TypeExtents {
  struct Extent: Hashable {
    /// `Outer.Inner`.
    var type: String
    /// False for an extension.
    var isDeclaration: Bool
    var lines: Int
  }

  /// The extents in one file; a type and an extension of it are two.
  static func extents(of code: [String]) -> [Extent] {
    var scanner = Scanner()
    for line in code { scanner.read(line) }
    return scanner.extents.filter { $0.lines > 0 || $0.isDeclaration }
  }

  /// True if every brace has its partner; else the extents mean nothing.
  static func isBalanced(_ code: [String]) -> Bool {
    var scanner = Scanner()
    for line in code { scanner.read(line) }
    return scanner.open.isEmpty && !scanner.isBroken
  }

  private struct Scanner {
    private static let keywords: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension"]

    private(set) var extents: [Extent] = []
    /// For each open brace the extent that it opened; nil for any other brace.
    private(set) var open: [Int?] = []
    private(set) var isBroken = false
    /// A type whose brace has not come yet.
    private var pending: Extent?
    /// The word before, if it says that a type's name follows.
    private var keyword: String?

    private var current: Int? { open.last { $0 != nil } ?? nil }

    mutating func read(_ line: String) {
      // `import struct A.B` declares nothing.
      if line.contains("import ") { return }
      var owner = current
      var word = ""
      for character in line + " " {
        if character.isLetter || character.isNumber || "_.".contains(character) {
          word.append(character)
          continue
        }
        if !word.isEmpty { take(word) }
        word = ""
        switch character {
        case "{":
          open.append(begin())
          if let current { owner = current }
        case "}":
          if open.isEmpty { isBroken = true } else { open.removeLast() }
        case " ": break
        default: keyword = nil
        }
      }
      if let owner { extents[owner].lines += 1 } else if pending != nil { pending?.lines += 1 }
    }

    private mutating func take(_ word: String) {
      if let keyword, word.first?.isUppercase == true, pending == nil {
        let outer = current.map { extents[$0].type + "." } ?? ""
        let isDeclaration = keyword != "extension"
        pending = Extent(type: isDeclaration ? outer + word : word, isDeclaration: isDeclaration, lines: 0)
      }
      keyword = Self.keywords.contains(word) ? word : nil
    }

    private mutating func begin() -> Int? {
      guard let extent = pending else { return nil }
      pending = nil
      extents.append(extent)
      return extents.count - 1
    }
  }
}
