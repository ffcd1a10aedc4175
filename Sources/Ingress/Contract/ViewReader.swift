/// The reader of a family's view at the public gateway.
public enum ViewReader: Sendable, Hashable {
  /// A calling site, by its name as a source of events (`api:website`). It may read the families that it started.
  case site(source: String)
  /// The holder of a capability for this family.
  case party(role: String)
}
