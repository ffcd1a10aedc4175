import CEL
import Execution

/// One step of the catalogue: its request, how its answer is read, and where the effect of a lost attempt can be found.
protocol StripeStep: Sendable {
  var declaration: StepDeclaration { get }
  /// Maps the provider's error codes to the catalogue's; all others end as `rejected`.
  var errorCodes: [String: String] { get }
  func call(_ input: StepInput) throws(StepError) -> StripeCall
  /// The expectations that an answer's object must meet to be about this step.
  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement
  /// Reads an object that meets them, from a 2xx answer or from the reconciler.
  func outcome(_ object: Value) throws(StepError) -> StepOutcome
  /// The same for a step whose answer depends on its request.
  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome
  /// Reads a refusal before `errorCodes` is consulted; nil leaves it to that table.
  func outcome(of error: StripeError) -> StepOutcome?
  /// Where the step's effect can be found.
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup?
}

extension StripeStep {
  var errorCodes: [String: String] { [:] }
  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done([:]) }
  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome { try outcome(object) }
  func outcome(of error: StripeError) -> StepOutcome? { nil }
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? { nil }

  /// Reads the provider's object if it is the one that was asked for.
  func outcome(_ object: Value, of request: StepRequest) throws(StepError) -> StepOutcome {
    let input = StepInput(request)
    try agreement(input).check(object)
    return try outcome(object, for: input)
  }

  var movesMoney: Bool { declaration.stepClass == .money }
}

/// A query that tells whether a step was carried out.
enum StripeLookup: Sendable {
  /// A list in which the step's object carries its key in `metadata[key]`.
  case list(path: String, query: FormFields)
  /// The object that the step would have changed; the function reads the change from it.
  case object(path: String, read: @Sendable (Value) -> Reconciliation)
}

extension Value {
  /// Reads a field of a provider's object. An answer without it has a shape that this code does not know.
  func field<T>(_ name: String, _ type: String, _ read: (Value) -> T?) throws(StepError) -> T {
    guard let value = self[name], let read = read(value) else {
      throw StepError(code: "unreadable_reply", message: "the provider's reply has no \(type) '\(name)'")
    }
    return read
  }

  /// Reads a reference: the identifier, also where the account expands the object in its place; nil if there is none.
  func identifier(_ name: String) -> String? {
    self[name]?.stringValue ?? self[name]?["id"]?.stringValue
  }

  func string(_ name: String) throws(StepError) -> String { try field(name, "string") { $0.stringValue } }
}
