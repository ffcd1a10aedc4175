internal import WorkflowDefinitions
internal import YAMLTree

/// A definition with one change, to test whether a scenario notices it.
public struct Mutant: Sendable {
  /// The kind of the change.
  public enum Kind: String, Sendable, CaseIterable {
    /// A guard was removed.
    case guardDropped = "guard dropped"
    /// A guard was negated.
    case guardNegated = "guard negated"
    /// A target was replaced by a sibling.
    case targetSwapped = "target swapped"
    /// An action was removed.
    case actionDropped = "action dropped"
    /// A posting was removed.
    case postingDropped = "posting dropped"
    /// A posting has another amount or account.
    case postingChanged = "posting changed"
    /// A timer is due an hour later.
    case timerMoved = "timer moved"
    /// A timer was removed.
    case timerDropped = "timer dropped"
    /// A transition was removed.
    case transitionDropped = "transition dropped"
    /// An event's disposition was changed.
    case dispositionChanged = "disposition changed"
    /// A step's precondition was removed.
    case preconditionDropped = "precondition dropped"
    /// A start rule was removed.
    case startRuleDropped = "start dropped"
  }

  /// The part of a machine that a scenario must run through to be able to notice the change.
  enum Reach: Sendable {
    /// Any scenario may notice it, as far as the text tells.
    case any
    case machine(String)
    /// The state must be active.
    case state(String, path: String)
    /// The transition on that line must be taken.
    case taken(String, line: Int)
  }

  /// The kind of the change.
  public var kind: Kind
  /// The file that was changed.
  public var file: String
  /// The line of the change, from 1.
  public var line: Int
  /// A description of the change.
  public var change: String
  var reach: Reach
  var document: Node
}

extension Node {
  /// Returns the mapping with the key's value replaced; nil removes the key.
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

  /// Returns the list with the item at that index replaced; nil removes it.
  func replacing(_ index: Int, _ item: Node?) -> Node {
    guard var items else { return self }
    if let item { items[index] = item } else { items.remove(at: index) }
    return with(.sequence(items))
  }

  /// Returns a plain scalar at this node's place.
  func like(_ text: String) -> Node { with(.scalar(text, isPlain: true)) }

  func with(_ content: Content) -> Node { Node(content: content, file: file, line: line, column: column) }
}

/// One step down from a node: a key or an index.
enum PathStep: Sendable, ExpressibleByStringLiteral {
  case key(String)
  case item(Int)

  init(stringLiteral value: String) { self = .key(value) }
}

extension Node {
  /// Returns the tree with the node at the path replaced; nil removes it.
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
