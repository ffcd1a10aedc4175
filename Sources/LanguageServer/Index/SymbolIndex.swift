internal import YAMLTree

/// The names of a folder's definitions, where they are declared and where they are used.
struct SymbolIndex {
  private(set) var occurrences: [SymbolUse] = []
  /// By file, the workflow that it defines; empty for an included file.
  private(set) var workflows: [String: String] = [:]
  /// By file, the files that it includes.
  private(set) var includes: [String: [String]] = [:]
  /// By file, the events that its machine hears.
  private(set) var heard: [String: [String]] = [:]

  /// - Parameters:
  ///   - documents: the trees by file.
  ///   - texts: their texts.
  init(documents: [String: Node], texts: [String: TextLines]) {
    for (file, root) in documents {
      workflows[file] = root["workflow"]?.text ?? ""
      includes[file] = (root["include"]?.items ?? []).compactMap(\.text)
      heard[file] = root["events"]?.keys ?? []
    }
    for (file, root) in documents.sorted(by: { $0.key < $1.key }) {
      guard let text = texts[file] else { continue }
      var reader = SymbolReader(file: file, root: root, text: text, workflow: workflows[file] ?? "")
      reader.read()
      occurrences += reader.occurrences
    }
  }

  /// Returns the occurrence at a place.
  func occurrence(at place: Place, in file: String) -> SymbolUse? {
    occurrences.filter { $0.file == file && $0.extent.start <= place && place <= $0.extent.end }
      .min { $0.extent.start > $1.extent.start }
  }

  /// Returns the declarations of a symbol as seen from a file: its own ones, those of included files, then all others.
  func declarations(of symbol: Symbol, from file: String) -> [SymbolUse] {
    let all = occurrences.filter { $0.symbol == symbol && $0.declaration != nil }
    if !symbol.workflow.isEmpty { return all }
    let own = all.filter { $0.file == file }
    if !own.isEmpty, symbol.kind != .event { return own }
    let near = all.filter { includes[file]?.contains($0.file) ?? false }
    return own + near.filter { found in !own.contains { $0.extent == found.extent } } + (own + near).isEmptyElse(all)
  }

  /// Returns the names of a kind that may be used in a file.
  func names(_ kind: Symbol.Kind, in file: String) -> [String] {
    let workflow = workflows[file] ?? ""
    var seen: Set<String> = []
    return occurrences.filter {
      $0.symbol.kind == kind && $0.declaration != nil
        && ($0.symbol.workflow.isEmpty || $0.symbol.workflow == workflow)
    }.map(\.symbol.name).filter { seen.insert($0).inserted }.sorted()
  }
}

extension Array {
  /// Empty, unless this array is: then the other.
  fileprivate func isEmptyElse(_ other: [Element]) -> [Element] { isEmpty ? other : [] }
}
