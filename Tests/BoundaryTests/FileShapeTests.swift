import Testing

/// The shape that every file has.
@Suite struct FileShapeTests {
  private static let maximumLines = 400

  @Test func theTreeIsFound() {
    #expect(SourceTree.sources.count > 40)
    #expect(SourceTree.files.contains { $0.path == "Makefile" })
  }

  @Test func filesStayShort() {
    for file in SourceTree.swift where file.lines.count - 1 > Self.maximumLines {
      Issue.record(
        "\(file.place(Self.maximumLines)): \(file.lines.count - 1) lines, at most \(Self.maximumLines); one role and one noun a file: find the second one and move it out"
      )
    }
  }

  @Test func filesEndWithANewline() {
    for file in SourceTree.files where !file.text.isEmpty && !file.text.hasSuffix("\n") {
      Issue.record("\(file.place(file.lines.count - 1)): no newline at the end; add one")
    }
  }

  @Test func swiftFilesHaveNoTabs() {
    for file in SourceTree.swift where file.has("\t") {
      for (index, line) in file.lines.enumerated() where line.utf8.contains(9) {
        Issue.record("\(file.place(index)): a tab; indent by two spaces ('make format'), write \\t in a string")
      }
    }
  }

  @Test func noTestSleeps() {
    // Spelt in two halves, so that this file does not find itself.
    let calls = ["usl" + "eep(", "nanosl" + "eep(", "Thread.sl" + "eep", "Task.sl" + "eep", " sl" + "eep("]
    for file in SourceTree.swift where file.path.hasPrefix("Tests/") && calls.contains(where: file.has) {
      for (index, line) in file.lines.enumerated() where calls.contains(where: line.contains) {
        Issue.record("\(file.place(index)): a pause; wait for a signal by name, with a bound")
      }
    }
  }

  @Test func noFunctionIsTheDirectValueOfAMutex() {
    // A function in a generic container is wrapped anew by each access and written back so: the thousandth call passes
    // through two thousand wrappers. As a field of a structure it is kept as it is.
    for file in SourceTree.swift where file.has("Mutex<") {
      let aliases = file.code.flatMap { $0.matches(of: /typealias (\w+) = [^=]*->/).map { String($0.output.1) } }
      for (index, line) in file.code.enumerated() where line.contains("Mutex<") {
        guard let argument = line.firstMatch(of: /Mutex<(.*)>\(/)?.output.1 else { continue }
        let isFunction = argument.hasPrefix("(@") || argument.contains("->")
        if isFunction || aliases.contains(String(argument.prefix { $0.isLetter })) {
          Issue.record("\(file.place(index)): a function as the value of a Mutex; make it a field of a structure")
        }
      }
    }
  }

  @Test func nothingIsLeftForLater() {
    // Spelt in two halves, so that this file does not find itself.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    for file in SourceTree.files where words.contains(where: file.has) {
      for (index, line) in file.lines.enumerated() {
        for word in words where line.contains(word) && line.containsWord(word) {
          Issue.record("\(file.place(index)): '\(word)'; do it now, or write a decision page that says why not")
        }
      }
    }
  }

  @Test func nothingNamesTheMachineItWasWrittenOn() {
    let places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"]
    for file in SourceTree.files where places.contains(where: file.has) {
      for (index, line) in file.lines.enumerated() {
        for place in places where line.contains(place) && line.startsAPath(place) {
          Issue.record("\(file.place(index)): '\(place)' is a path of one machine; use a relative path or a setting")
        }
      }
    }
  }

  @Test func noErrorIsTriedAway() {
    for file in SourceTree.swift where file.has("try!") {
      for (index, line) in file.code.enumerated() where line.contains(/\btry!/) {
        Issue.record("\(file.place(index)): 'try!' ends the process without a word; throw, or handle the error here")
      }
    }
  }

  @Test func uncheckedSendableIsProven() {
    for file in SourceTree.swift where file.has("@unchecked") {
      for (index, line) in file.code.enumerated() where line.contains("@unchecked Sendable") {
        guard !file.isProven(above: index) else { continue }
        Issue.record(
          "\(file.place(index)): '@unchecked Sendable' without its proof; say above it, with the word 'because', why no two threads can race"
        )
      }
    }
  }

  @Test func noModuleHasATypeOfItsOwnName() {
    for file in SourceTree.sources where file.has(" " + file.module) {
      let module = file.module
      for (index, line) in file.code.enumerated() {
        guard let match = line.firstMatch(of: /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/),
          match.1 == module
        else { continue }
        Issue.record(
          "\(file.place(index)): a type with the name of its module; the compiler then looks for the module's members in the type. Rename it"
        )
      }
    }
  }

  @Test func noPlaceholderOutlivesTheFirstRealFile() {
    for file in SourceTree.swift where file.name == "Placeholder.swift" {
      let folder = String(file.path.dropLast(file.name.count))
      if SourceTree.swift.contains(where: { $0.path.hasPrefix(folder) && $0.path != file.path }) {
        Issue.record("\(file.place(0)): the module has real files now; delete this one")
      }
    }
  }
}

extension SourceFile {
  /// A comment that ends right above line `index` (attributes and the declaration's own earlier lines may stand between)
  /// and argues.
  fileprivate func isProven(above index: Int) -> Bool {
    var line = index
    while line > 0, !lines[line - 1].trimmed.isEmpty, index - line < 12 {
      line -= 1
      let text = lines[line].trimmed
      if text.hasPrefix("//"), text.lowercased().contains(/because|proof/) { return true }
      if text == "}" { return false }
    }
    return false
  }
}

extension String {
  fileprivate var trimmed: Substring {
    drop(while: \.isWhitespace)
  }

  /// `word` stands by itself, not inside a longer one (a hash, a temporary file's pattern).
  fileprivate func containsWord(_ word: String) -> Bool {
    ranges(of: word).contains { range in
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      return !(before?.isWordCharacter ?? false) && !(after?.isWordCharacter ?? false)
    }
  }

  /// `place` begins a path here: what stands before it does not continue to the left.
  fileprivate func startsAPath(_ place: String) -> Bool {
    ranges(of: place).contains { range in
      guard range.lowerBound != startIndex else { return true }
      let before = self[index(before: range.lowerBound)]
      return !before.isWordCharacter && !"./}-".contains(before)
    }
  }
}

extension Character {
  fileprivate var isWordCharacter: Bool { isLetter || isNumber || self == "_" }
}
