internal import YAMLTree

extension Node {
  /// The names of the roots whose member a file is: `family: booking`, or `family: {of: [booking, order]}`.
  var memberships: [Node] {
    guard let family = self["family"], family.items == nil else { return [] }
    return family["of"]?.items ?? (family.text == nil ? [] : [family])
  }

  /// True if the file says that it is a member of that root.
  func isMember(of root: String) -> Bool { memberships.contains { $0.text == root } }
}
