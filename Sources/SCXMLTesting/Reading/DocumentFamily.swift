/// Reads SCXML documents. A document may contain others, which become charts of their own.
final class DocumentFamily {
  /// Returns the text of a file that a document names, without `file:`; nil if there is none.
  typealias Resources = (String) -> String?

  let name: String
  let resources: Resources
  private(set) var charts: [SessionChart] = []
  private var innerCount = 0

  private init(name: String, resources: @escaping Resources) {
    self.name = name
    self.resources = resources
  }

  /// Reads a document and those inside it. The last of the charts is the document's own, with the given name.
  ///
  /// - Throws: `DocumentError` for a document that is not SCXML or cannot be expressed in CEL.
  static func read(
    _ source: String, name: String, resources: @escaping Resources
  ) throws(DocumentError) -> [SessionChart] {
    var root = try MarkupReader.read(source, file: name)
    guard root.name == "scxml" else { throw DocumentError(file: name, line: root.line, "the root is not <scxml>") }
    let isTemplate = root.isTemplate
    if isTemplate { root = try ConformanceTemplates(file: name).apply(root) }
    // Templates that name a data model are written in its language.
    let model = root["datamodel"] ?? (isTemplate ? "cel" : "ecmascript")
    guard ["cel", "null", "ecmascript", ""].contains(model) else {
      throw DocumentError(file: name, line: root.line, "no translation of the data model '\(model)'")
    }
    let family = DocumentFamily(name: name, resources: resources)
    try family.read(root, name: name, usesCEL: ["cel", "null"].contains(model))
    return family.charts
  }

  /// Reads a document that stands inside another, and returns the name that it is given.
  func readInner(_ root: Markup, usesCEL: Bool) throws(DocumentError) -> String {
    innerCount += 1
    let name = "\(self.name)-\(innerCount)"
    try read(root, name: name, usesCEL: usesCEL)
    return name
  }

  private func read(_ root: Markup, name: String, usesCEL: Bool) throws(DocumentError) {
    var reader = DocumentReader(root, ContentReader(name: name, usesCEL: usesCEL, family: self))
    charts.append(try reader.read())
  }
}

extension Markup {
  /// True if the element or one inside it is a template of the conformance suite.
  fileprivate var isTemplate: Bool {
    name.hasPrefix("conf:") || attributes.keys.contains { $0.hasPrefix("conf:") }
      || elements.contains(where: \.isTemplate)
  }
}
