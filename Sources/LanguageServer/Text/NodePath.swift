internal import YAMLTree

/// The way from a file's root to a node at a place.
struct NodePath {
  typealias Step = KeyDocumentation.PathStep

  /// The steps to the node, the last one its own key or item.
  private(set) var steps: [Step] = []
  /// The innermost node there.
  private(set) var node: Node?
  /// True if the place is on the key of an entry.
  private(set) var isKey = false

  init(to place: Place, in root: Node, _ text: TextLines) { descend(root, place, text) }

  private mutating func descend(_ node: Node, _ place: Place, _ text: TextLines) {
    self.node = node
    for entry in node.entries ?? [] {
      let key = text.extent(of: entry.key)
      if key.start <= place, place <= key.end {
        steps.append(.key(entry.key.text ?? ""))
        (self.node, isKey) = (entry.key, true)
        return
      }
    }
    // Children stand in the order of the text: the last that begins before the place holds it, if anything does.
    let children =
      (node.entries ?? []).map { (Step.key($0.key.text ?? ""), $0.value, $0.key) }
      + (node.items ?? []).map { (Step.item, $0, $0) }
    guard let child = children.last(where: { $0.1.place <= place || $0.2.place <= place }), child.1.place <= place
    else { return }
    steps.append(child.0)
    descend(child.1, place, text)
  }
}
