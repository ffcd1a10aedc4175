package import CEL
package import CivilTime
internal import Statecharts

/// Everything that scenarios let the outside world say to a family: what it starts with, the messages of parties and
/// providers, and the answers of steps and people. A proof takes its representative data from here.
package struct Repertoire: Sendable {
  /// The beginning of a family.
  package struct Start: Sendable, Hashable {
    package var at: Instant
    /// As a caller gives it, before it is typed.
    package var input: Value
    /// The overridden parameters, a map.
    package var params: Value
  }

  /// An event that a party sends.
  package struct PartyEvent: Sendable, Hashable {
    package var name: String
    package var role: String
    package var data: Value

    package init(name: String, role: String, data: Value) {
      self.name = name
      self.role = role
      self.data = data
    }
  }

  /// A provider's message.
  package struct Webhook: Sendable, Hashable {
    package var source: String
    package var type: String
    package var body: Value
  }

  /// An answer of a step, whose data may depend on the request.
  package struct StepAnswer: Sendable {
    package enum Kind: Sendable, Hashable { case done, accepted, failed(code: String) }

    package var kind: Kind
    let data: DataExpression
    let input: Value
    let reference: String

    /// Returns the data of the answer to a request; nil if they cannot be evaluated for it.
    package func data(for request: Value, key: String, now: Instant) -> Value? {
      var scope = ScenarioScope(now: now)
      scope.input = input
      scope.request = request
      scope.key = key
      scope.number = 1
      scope.reference = reference
      return (try? data.evaluate(scope)).map(plain)
    }
  }

  /// In the order of the scenarios, each once.
  package var starts: [Start] = []
  package var events: [PartyEvent] = []
  package var webhooks: [Webhook] = []
  /// By step.
  package var answers: [String: [StepAnswer]] = [:]
  /// The answers of people, by the id of their task.
  package var tasks: [String: [Value]] = [:]
}

extension ScenarioSuite {
  /// Returns the repertoire of the scenarios of a bundle.
  ///
  /// - Parameter bundle: an index into `bundles`.
  package func repertoire(bundle: Int) -> Repertoire {
    var reader = RepertoireReader(bundle: bundles[bundle])
    for scenario in scenarios where scenario.bundle == bundle { reader.read(scenario) }
    return reader.repertoire
  }
}
