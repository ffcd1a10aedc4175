public import CEL

/// A question about the catalogue at the public gateway, asked without credentials.
public enum CatalogueQuestion: Sendable, Hashable {
  /// The services that can be booked.
  case services
  /// Who is shown, in ascending order of slug, those after `after` only.
  case consultants(after: String?, limit: Int)
  /// One who is shown.
  case consultant(slug: String)
  /// When a service of theirs can be booked. The parameters are the query's, as they came.
  case slots(slug: String, parameters: [String: String])
}

/// The answer to a question about the catalogue.
public enum CatalogueAnswer: Sendable, Hashable {
  /// Found. The version, where there is one, is the entity tag.
  case found(Value, version: Int64?)
  /// There is no such thing, or none that is shown.
  case unknown
  /// The parameters are wrong.
  case wrong([FieldFault])
}
