/// The meaning that the checker found for a node.
enum Resolution {
  /// The node means exactly what its kind says.
  case none
  case variable(slot: Int)
  /// `has()` of a declared name, which tests that its value is not null.
  case presence(slot: Int)
  case local(Int)
  case constant(Value)
  /// The overloads that fit the known types of the arguments; at least one. A member call passes the receiver as its
  /// first argument.
  case function([Overload], arguments: [Expression])
  /// The node fails when it is evaluated. Such nodes remain only in programs compiled without the checker's verdict.
  case failed(EvaluationError)
}
