internal import CEL
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// A folder of definitions as an editor shows it: the files on disk, those that are open in their place, and what the
/// reader says of all of them together.
final class Workspace {
  let address: DocumentAddress
  private let loader: BundleLoader
  private let files: (String) -> [SourceFile]
  /// The texts of open files, by name.
  private var open: [String: String] = [:]
  /// The trees as they could be read last, so that a text that is broken while it is written has names all the same.
  private var trees: [String: Node] = [:]
  private(set) var texts: [String: TextLines] = [:]
  private(set) var sources: [String: String] = [:]
  private(set) var findings: [Finding] = []
  private(set) var index = SymbolIndex(documents: [:], texts: [:])
  private(set) var bundles: [Bundle] = []

  init(_ address: DocumentAddress, loader: BundleLoader, files: @escaping (String) -> [SourceFile]) {
    self.address = address
    self.loader = loader
    self.files = files
  }

  var isEmpty: Bool { open.isEmpty }
  var openFiles: [String] { open.keys.sorted() }

  func set(_ text: String?, of name: String) {
    open[name] = text
    analyze()
  }

  func tree(of name: String) -> Node? { trees[name] }

  private func analyze() {
    var all: [String: SourceFile] = [:]
    for file in files(address.folder) { all[file.path] = file }
    for (name, text) in open { all[name] = SourceFile(path: name, source: Array(text.utf8)) }
    texts = [:]
    sources = [:]
    for (name, file) in all {
      let text = String(decoding: file.source, as: UTF8.self)
      sources[name] = text
      texts[name] = TextLines(text)
      if let tree = try? file.tree(), tree.entries != nil { trees[name] = tree }
    }
    trees = trees.filter { all[$0.key] != nil }
    index = SymbolIndex(documents: trees, texts: texts)
    (findings, bundles) = check(all.values.sorted { $0.path < $1.path })
  }

  /// A folder in which no file is a workflow, such as one of scenarios, has no findings.
  func check(_ files: [SourceFile]) -> (findings: [Finding], bundles: [Bundle]) {
    guard trees.values.contains(where: { $0["workflow"] != nil }) else { return ([], []) }
    do {
      let loaded = try loader.load(files)
      return (loaded.warnings, loaded.bundles)
    } catch {
      return (error.list, bundles)
    }
  }

  /// Returns the findings that a change of some texts would cause.
  func findings(after changes: [String: String]) -> [Finding] {
    var all = sources
    for (name, text) in changes { all[name] = text }
    return check(all.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, source: Array($0.value.utf8)) }).findings
  }

  /// Returns the kinds of file, as the schema calls them, that a file may be.
  func kinds(of name: String) -> [String] {
    guard let tree = trees[name] else { return ["root", "member", "included"] }
    if tree["family"]?.items != nil { return ["root"] }
    return tree["workflow"] != nil ? ["member"] : ["included"]
  }
}
