/// A reason why concepts do not make a taxonomy. `concept` is the id of the one that is at fault.
public struct TaxonomyError: Error, Hashable, Sendable {
  public enum Code: String, Sendable {
    case duplicateID = "duplicate_id"
    /// Two concepts of one kind have the same name, after folding and stemming.
    case ambiguousName = "ambiguous_name"
    /// A name has no word that is searched for.
    case emptyName = "empty_name"
    case unknownParent = "unknown_parent"
    /// The chain of parents leads back to the concept.
    case circularParent = "circular_parent"
  }

  public let code: Code
  public let concept: String
  public let message: String
}
