/// The paths of files in a deployed tree: definitions at its top and in folders below it, templates and scenarios in folders
/// of these names at the top.
public enum TreePath {
  /// Folders that hold no definitions, wherever they lie.
  public static let apart: Set<String> = ["scenarios", "templates"]
  /// The most folders around a definition.
  public static let deepest = 4

  /// True if a file of this path is a definition.
  public static func isDefinition(_ path: String) -> Bool {
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return false }
    let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folders.count <= deepest && !folders.contains { apart.contains(String($0)) }
  }

  /// Returns the path in the tree of a file that another names relative to itself: `../common.yaml` in `orders/order.yaml` is
  /// `common.yaml`. Returns nil if the name is absolute or leads out of the tree.
  package static func resolve(_ name: String, from file: String) -> String? {
    guard !name.hasPrefix("/") else { return nil }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in name.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard parts.popLast() != nil else { return nil }
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
