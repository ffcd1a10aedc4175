public import WorkflowDefinitions

/// Writes SCXML documents as definitions of the workflow language in mode `scxml`: our YAML text, read by the real loader.
public struct SCXMLConverter {
  /// Text of a file that a document names, without `file:`; nil if there is none.
  public typealias Resources = (String) -> String?

  let resources: Resources

  public init(resources: @escaping Resources) { self.resources = resources }

  /// The document as the definition `name`, and each document inside of it as one of its own.
  ///
  /// - Throws: `ConversionError` for what is no SCXML, or cannot be said in the language.
  public func convert(_ source: String, name: String) throws(ConversionError) -> [SourceFile] {
    var root = try MarkupReader.read(source, file: name)
    guard root.name == "scxml" else { throw ConversionError(file: name, line: root.line, "the root is not <scxml>") }
    let isTemplate = root.isTemplate
    if isTemplate { root = try ConformanceTemplates(file: name).apply(root) }
    let family = DocumentFamily(name: name)
    // Templates that name a data model of their own are written in its language.
    let model = root["datamodel"] ?? (isTemplate ? "cel" : "ecmascript")
    guard ["cel", "null", "ecmascript", ""].contains(model) else {
      throw ConversionError(file: name, line: root.line, "no translation of the data model '\(model)'")
    }
    let usesCEL = ["cel", "null"].contains(model)
    try DocumentConverter(name: name, usesCEL: usesCEL, family: family, resources: resources).convert(root)
    return family.files
  }
}

extension Markup {
  /// True if anything in it is a template of the conformance suite.
  fileprivate var isTemplate: Bool {
    name.hasPrefix("conf:") || attributes.keys.contains { $0.hasPrefix("conf:") }
      || elements.contains(where: \.isTemplate)
  }
}

/// A document and those inside of it, which become definitions beside it.
final class DocumentFamily {
  let name: String
  private(set) var files: [SourceFile] = []
  private var count = 0

  init(name: String) { self.name = name }

  /// A name for one more document.
  func innerName() -> String {
    count += 1
    return "\(name)-\(count)"
  }

  func add(_ definition: Definition, name: String) {
    files.append(SourceFile(path: "\(name).yaml", source: Array(definition.yaml.utf8)))
  }
}
