/// Who asks for the view of a family at the public door.
public enum ViewReader: Sendable, Hashable {
  /// A calling site, by its name as a source of events (`api:website`): it reads the families that it asked for.
  case site(source: String)
  /// The holder of a capability for this family.
  case party(role: String)
}
