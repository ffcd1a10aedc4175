/// The form that a parameter may have according to the provider's published API description.
indirect enum ParameterShape: Sendable, Equatable {
  case text
  case integer
  case number
  case flag
  case choice([String])
  /// An object with names and texts of the caller's own, such as `metadata`.
  case texts
  case list(ParameterShape)
  case object([String: ParameterField])
  case fragment(String)
  /// A plain value is allowed as well: `created=5` beside `created[gt]=5`.
  case plainOr(ParameterShape)
  case anything
}

struct ParameterField: Sendable, Equatable {
  var shape: ParameterShape
  var isRequired: Bool
}
