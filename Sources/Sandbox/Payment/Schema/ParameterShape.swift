/// What a parameter of the provider's interface may be, as the published description of the interface says.
indirect enum ParameterShape: Sendable, Equatable {
  case text
  case integer
  case number
  case flag
  case choice([String])
  /// Names and texts of the caller's own, as in `metadata`.
  case texts
  case list(ParameterShape)
  case object([String: ParameterField])
  case fragment(String)
  /// A plain value will do as well: `created=5` beside `created[gt]=5`.
  case plainOr(ParameterShape)
  case anything
}

struct ParameterField: Sendable, Equatable {
  var shape: ParameterShape
  var isRequired: Bool
}
