public import CEL

/// A question about the catalogue at the public gateway, asked without credentials.
public enum CatalogueQuestion: Sendable, Hashable {
  /// The services that can be booked, in ascending order of type, those after `after` only.
  case services(after: String?, limit: Int)
  /// The consultants that are shown, in ascending order of slug, those after `after` only.
  case consultants(after: String?, limit: Int)
  /// One who is shown.
  case consultant(slug: String)
  /// When a service of theirs can be booked. The parameters are the query's, as they came. Why it cannot be booked at other
  /// times is told to sites only.
  case slots(slug: String, parameters: [String: String], isOfSite: Bool)
  /// When a service of several consultants can be booked, whom the parameters name.
  case allSlots(parameters: [String: String], isOfSite: Bool)
}

/// The answer to a question about the catalogue.
public enum CatalogueAnswer: Sendable, Hashable {
  /// Found. While the tag stays the same, so does the answer; nil for an answer that is true for a moment only.
  case found(Value, tag: String?)
  /// There is no such thing, or none that is shown.
  case unknown
  /// The parameters are wrong.
  case wrong([FieldFault])
  /// A site's token is needed for it.
  case forSites
}
