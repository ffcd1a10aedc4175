/// The files of a folder that one bundle is made of: a change of any other file does not change the bundle.
struct BundleSources {
  /// The root's file, its members' and those that they include.
  var definitions: Set<String>
  /// True if a step of the family fills templates in; then all of the folder's templates belong to the bundle.
  var fillsTemplates: Bool

  func contains(_ path: String) -> Bool {
    BundleLoader.isDefinition(path) ? definitions.contains(path) : fillsTemplates
  }
}
