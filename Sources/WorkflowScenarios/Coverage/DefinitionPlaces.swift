internal import YAMLTree

/// Finds the places of things that a message names, in the files of a suite's workflows.
package struct DefinitionPlaces: Sendable {
  /// A place in a file; line and column count from 1.
  package struct Place: Sendable, Equatable {
    package var file: String
    package var line: Int
    package var column: Int
  }

  private let files: [Node]

  package init(_ suite: ScenarioSuite) {
    files = suite.documents.keys.sorted().compactMap { suite.documents[$0] }
  }

  /// The invariant whose name the text holds; of several the one with the longest name.
  package func invariant(in text: String) -> Place? {
    let named = files.flatMap { $0["invariants"]?.items ?? [] }
      .compactMap { item in item["name"]?.text.map { (name: $0, node: item) } }
    return named.filter { text.contains($0.name) }.max { $0.name.count < $1.name.count }.map { place($0.node) }
  }

  /// An account of a ledger.
  package func account(_ name: String) -> Place? {
    files.lazy.flatMap { $0["ledger"]?["accounts"]?.entries ?? [] }.first { $0.key.text == name }.map { place($0.key) }
  }

  /// A line of a machine.
  package func line(_ line: Int, of machine: String) -> Place? {
    file(of: machine).map { Place(file: $0.file, line: max(1, line), column: 1) }
  }

  /// The state of a machine whose name the text holds; the machine's name if there is none.
  package func state(of machine: String, in text: String) -> Place? {
    guard let file = file(of: machine) else { return nil }
    let words = Set(text.split { !($0.isLetter || $0.isNumber || "_-".contains($0)) }.map(String.init))
    return (deepest(file, among: words) ?? file["workflow"]).map(place)
  }

  /// The first use of a step.
  package func step(_ type: String) -> Place? {
    func find(_ node: Node) -> Node? {
      if let step = node["step"], step.text == type { return step }
      for item in node.items ?? node.entries?.map(\.value) ?? [] { if let found = find(item) { return found } }
      return nil
    }
    return files.lazy.compactMap(find).first.map(place)
  }

  /// The first root's name, where nothing better is known.
  package func workflow(_ name: String) -> Place? { file(of: name)?["workflow"].map(place) }

  private func deepest(_ node: Node, among names: Set<String>) -> Node? {
    for entry in node["states"]?.entries ?? [] {
      if let inner = deepest(entry.value, among: names) { return inner }
      if names.contains(entry.key.text ?? "") { return entry.key }
    }
    return nil
  }

  private func file(of machine: String) -> Node? { files.first { $0["workflow"]?.text == machine } }

  private func place(_ node: Node) -> Place { Place(file: node.file, line: node.line, column: node.column) }
}
