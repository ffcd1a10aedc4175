internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// One answer of a step.
struct Answer: Sendable {
  enum Kind: Sendable {
    case done(DataExpression)
    case accepted(DataExpression)
    case failed(code: String, message: String)
    case retry(code: String, after: Duration?)
    /// The reply is lost; the aftermath is the provider's answer to a later look-up.
    case unknown(Aftermath)
    /// There is no answer yet.
    case silent
  }

  enum Aftermath: Sendable {
    case found(DataExpression)
    case absent
    case undecided
  }

  var kind: Kind
  var place: Node
}
