/// What the checker found a node to mean.
enum Resolution {
  /// What its kind says.
  case none
  case variable(slot: Int)
  /// `has()` of a declared name: whether its value is not null.
  case presence(slot: Int)
  case local(Int)
  case constant(Value)
  /// The overloads that fit what is known of the arguments, at least one; a call of a receiver's function passes the
  /// receiver first.
  case function([Overload], arguments: [Expression])
  /// Only without the checker's verdict: it fails when it is reached.
  case failed(EvaluationError)
}
