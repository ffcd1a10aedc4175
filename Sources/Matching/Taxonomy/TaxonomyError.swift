/// A reason why concepts do not make a taxonomy. `concept` is the id of the one that is at fault.
public struct TaxonomyError: Error, Hashable, Sendable {
  /// The faults of a list of concepts.
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

  /// The fault, for programs.
  public let code: Code
  /// The id of the concept at fault.
  public let concept: String
  /// The fault in English, with the ids and names that it is about.
  public let message: String
}
