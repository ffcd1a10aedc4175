import CEL
import Execution

/// One step of the catalogue: how it is asked for, how its answer is read, and where a lost one is looked up.
protocol StripeStep: Sendable {
  var declaration: StepDeclaration { get }
  /// The provider's error codes in the catalogue's words; all others end as `rejected`.
  var errorCodes: [String: String] { get }
  func call(_ input: StepInput) throws(StepError) -> StripeCall
  /// The agreement that the object of an answer must meet to be about this step.
  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement
  /// Reads an object that agrees: a 2xx answer, or one that was found.
  func outcome(_ object: Value) throws(StepError) -> StepOutcome
  /// The same for a step whose answer depends on what was asked.
  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome
  /// Reads a refusal before `errorCodes` is consulted; nil leaves it to the table.
  func outcome(of error: StripeError) -> StepOutcome?
  /// Where the step's effect would be found.
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup?
}

extension StripeStep {
  var errorCodes: [String: String] { [:] }
  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done([:]) }
  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome { try outcome(object) }
  func outcome(of error: StripeError) -> StepOutcome? { nil }
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? { nil }

  /// Reads the provider's object, if it is the one that was asked for.
  func outcome(_ object: Value, of request: StepRequest) throws(StepError) -> StepOutcome {
    let input = StepInput(request)
    try agreement(input).check(object)
    return try outcome(object, for: input)
  }

  var movesMoney: Bool { declaration.stepClass == .money }
}

/// A question that tells whether a step was carried out.
enum StripeLookup: Sendable {
  /// A list in which the step's object carries its key in `metadata[key]`.
  case list(path: String, query: FormFields)
  /// The object that the step would have changed; the function says what became of it.
  case object(path: String, read: @Sendable (Value) -> Reconciliation)
}

extension Value {
  /// A field of a provider's object. An answer without it is not one that this code knows.
  func field<T>(_ name: String, _ type: String, _ read: (Value) -> T?) throws(StepError) -> T {
    guard let value = self[name], let read = read(value) else {
      throw StepError(code: "unreadable_reply", message: "the provider's reply has no \(type) '\(name)'")
    }
    return read
  }

  /// A reference to another object: its identifier, or the object itself where the account expands it. Nil where there is none.
  func identifier(_ name: String) -> String? {
    self[name]?.stringValue ?? self[name]?["id"]?.stringValue
  }

  func string(_ name: String) throws(StepError) -> String { try field(name, "string") { $0.stringValue } }
}
