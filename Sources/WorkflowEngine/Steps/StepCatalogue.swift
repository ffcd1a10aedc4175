internal import Execution

/// The steps that the configured executors offer.
struct StepCatalogue {
  private var declarations: [String: StepDeclaration] = [:]
  private var executors: [String: String] = [:]
  /// The step types of each executor; the executor with the most urgent step comes first.
  private(set) var stepTypes: [(executor: String, steps: [StepDeclaration])] = []

  init(_ executors: [ExecutorProfile]) {
    for executor in executors {
      for step in executor.steps {
        declarations[step.name] = step
        self.executors[step.name] = executor.name
      }
      stepTypes.append((executor.name, executor.steps))
    }
    stepTypes.sort { (Self.priority($0.steps), $0.executor) < (Self.priority($1.steps), $1.executor) }
  }

  func declaration(of stepType: String) -> StepDeclaration? { declarations[stepType] }

  func executor(of stepType: String) -> String? { executors[stepType] }

  private static func priority(_ steps: [StepDeclaration]) -> Int { steps.map(\.priority.rawValue).min() ?? .max }
}
