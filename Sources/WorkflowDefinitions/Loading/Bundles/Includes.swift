internal import YAMLTree

extension Node {
  /// The files that a file includes: the node that names each, and its path in the tree; nil for one outside of it.
  var includes: [(node: Node, path: String?)] {
    (self["include"]?.items ?? self["include"].map { [$0] } ?? []).map { item in
      (item, item.text.flatMap { TreePath.resolve($0, from: item.file) })
    }
  }
}
