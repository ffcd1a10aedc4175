internal import CEL
internal import Execution
internal import Storage

/// The answer of an attempt: the outcome of a send, or the finding of a look-up.
enum AttemptAnswer {
  case outcome(StepOutcome)
  case finding(Reconciliation)

  /// The word for this answer in the table of attempts.
  var word: String {
    switch self {
    case .outcome(.done): "done"
    case .outcome(.accepted): "accepted"
    case .outcome(.failed): "failed"
    case .outcome(.retry(let error, _)): error.code == "superseded" ? "superseded" : "retry"
    case .outcome(.unknown): "unknown"
    case .finding(.found): "found"
    case .finding(.pending): "pending"
    case .finding(.failed): "failed"
    case .finding(.absent): "absent"
    case .finding(.undecided): "undecided"
    }
  }

  /// The data or the error, as a JSON object.
  var detail: Value {
    if let error {
      var fields: ValueMap = ["code": .string(error.code), "message": .string(error.message)]
      if error.isOurs { fields["ours"] = true }
      return .map(fields)
    }
    return data ?? .map(ValueMap())
  }

  /// The provider's data for a step that was carried out or accepted; nil for any other answer.
  var data: Value? {
    switch self {
    case .outcome(.done(let data)), .outcome(.accepted(let data)), .finding(.found(let data)),
      .finding(.pending(let data)):
      data
    default: nil
    }
  }

  var error: StepError? {
    switch self {
    case .outcome(.failed(let error)), .outcome(.retry(let error, _)), .outcome(.unknown(let error)),
      .finding(.failed(let error)), .finding(.undecided(let error)):
      error
    default: nil
    }
  }

  /// Reads an answer that was recorded but not applied, because its family could not be stepped. Throws `corrupt` for
  /// an outcome that does not exist.
  init(_ attempt: AttemptRecord, detail: Value) throws(StoreError) {
    let error = StepError(
      code: detail["code"]?.stringValue ?? attempt.outcome, message: detail["message"]?.stringValue ?? "",
      isOurs: detail["ours"] == true)
    switch (attempt.kind, attempt.outcome) {
    case (.send, "done"): self = .outcome(.done(detail))
    case (.send, "accepted"): self = .outcome(.accepted(detail))
    case (.send, "failed"): self = .outcome(.failed(error))
    case (.send, "retry"), (.send, "superseded"): self = .outcome(.retry(error, after: nil))
    case (.send, "unknown"): self = .outcome(.unknown(error))
    case (.reconcile, "found"): self = .finding(.found(detail))
    case (.reconcile, "pending"): self = .finding(.pending(detail))
    case (.reconcile, "failed"): self = .finding(.failed(error))
    case (.reconcile, "absent"): self = .finding(.absent)
    case (.reconcile, "undecided"): self = .finding(.undecided(error))
    default:
      throw StoreError(
        .corrupt,
        "attempts.outcome of \(attempt.task)/\(attempt.number) is '\(attempt.outcome)', which is not an outcome")
    }
  }

  /// The answer of an attempt whose process ended.
  static func interrupted(_ kind: AttemptRecord.Kind) -> AttemptAnswer {
    let error = StepError(code: "interrupted", message: "the daemon ended while the attempt was out")
    return kind == .send ? .outcome(.unknown(error)) : .finding(.undecided(error))
  }

  /// Replaces a reply that does not have the catalogue's shape, or exceeds what is taken from outside: the outcome is unknown
  /// for money and a failure for other classes.
  func checked(by declaration: StepDeclaration?) -> AttemptAnswer {
    guard let declaration else { return self }
    switch self {
    case .outcome(.done(let data)), .outcome(.accepted(let data)):
      guard let error = fault(data, declaration) else { return self }
      return .outcome(declaration.stepClass == .money ? .unknown(error) : .failed(error))
    case .finding(.found(let data)), .finding(.pending(let data)):
      guard let error = fault(data, declaration) else { return self }
      return .finding(.undecided(error))
    default: return self
    }
  }

  private static let limits = InputLimits()

  private func fault(_ data: Value, _ declaration: StepDeclaration) -> StepError? {
    do throws(TypeMismatch) {
      _ = try CELType.object(declaration.returns).decode(CELType.dyn.normalize(data), limits: Self.limits)
      return nil
    } catch {
      return StepError(
        code: "unreadable_reply", message: "the reply does not have the declared shape: \(error)")
    }
  }
}

extension StepError {
  var value: Value { ["code": .string(code), "message": .string(message)] }
}
