/// The files of a folder that one bundle consists of. A change of any other file does not change the bundle.
struct BundleSources {
  /// The root's file, the files of its members, and the files that those include.
  var definitions: Set<String>
  /// Whether a step of the family fills templates in; then all templates of the folder belong to the bundle.
  var fillsTemplates: Bool

  func contains(_ path: String) -> Bool {
    BundleLoader.isDefinition(path) ? definitions.contains(path) : fillsTemplates
  }
}
