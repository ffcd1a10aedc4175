internal import WorkflowDefinitions
internal import YAMLTree

/// A definition with one thing changed, to see whether a scenario notices.
public struct Mutant: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case guardDropped = "guard dropped"
    case guardNegated = "guard negated"
    case targetSwapped = "target swapped"
    case actionDropped = "action dropped"
    case postingDropped = "posting dropped"
    case postingChanged = "posting changed"
    case timerMoved = "timer moved"
    case timerDropped = "timer dropped"
    case transitionDropped = "transition dropped"
    case dispositionChanged = "disposition changed"
    case preconditionDropped = "precondition dropped"
    case startRuleDropped = "start dropped"
  }

  /// The part of a machine that a scenario has to go through for the change to be able to matter.
  enum Reach: Sendable {
    /// Everything reaches it, as far as can be seen from the text.
    case any
    case machine(String)
    /// The state was active.
    case state(String, path: String)
    /// The transition of that line was taken.
    case taken(String, line: Int)
  }

  public var kind: Kind
  public var file: String
  public var line: Int
  /// The change, in words.
  public var change: String
  var reach: Reach
  var document: Node
}

extension Node {
  /// With the entry of that key replaced; nil takes it away.
  func replacing(_ key: String, _ value: Node?) -> Node {
    guard let entries else { return self }
    var result = entries
    if let index = result.firstIndex(where: { $0.key.text == key }) {
      if let value { result[index].value = value } else { result.remove(at: index) }
    } else if let value {
      result.append((like(key), value))
    }
    return with(.mapping(result))
  }

  /// With the item at that place replaced; nil takes it away.
  func replacing(_ index: Int, _ item: Node?) -> Node {
    guard var items else { return self }
    if let item { items[index] = item } else { items.remove(at: index) }
    return with(.sequence(items))
  }

  /// A text at this node's place.
  func like(_ text: String) -> Node { with(.scalar(text, isPlain: true)) }

  func with(_ content: Content) -> Node { Node(content: content, file: file, line: line, column: column) }
}

/// One step down from a node: an entry's key, or an item's place.
enum PathStep: Sendable, ExpressibleByStringLiteral {
  case key(String)
  case item(Int)

  init(stringLiteral value: String) { self = .key(value) }
}

extension Node {
  /// With what lies at the end of the path replaced; nil takes it away.
  func replacing(_ path: ArraySlice<PathStep>, _ value: Node?) -> Node {
    guard let step = path.first else { return value ?? self }
    let rest = path.dropFirst()
    switch step {
    case .key(let key):
      guard !rest.isEmpty else { return replacing(key, value) }
      guard let inner = self[key] else { return self }
      return replacing(key, inner.replacing(rest, value))
    case .item(let index):
      guard !rest.isEmpty else { return replacing(index, value) }
      guard let inner = items?[index] else { return self }
      return replacing(index, inner.replacing(rest, value))
    }
  }
}
