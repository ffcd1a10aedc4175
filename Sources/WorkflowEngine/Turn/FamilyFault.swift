internal import Statecharts
internal import Storage

/// Why work of one family could not be done.
enum FamilyFault: Error, CustomStringConvertible {
  /// Its definition failed: a guard, an action, an invariant, a limit.
  case step(StepFailure)
  case store(StoreError)

  var description: String {
    switch self {
    case .step(let failure): failure.description
    case .store(let error): error.description
    }
  }

  /// As a failure of the family's step. Throws store errors that are nobody's fault.
  func failure(of family: LoadedFamily) throws(StoreError) -> StepFailure {
    switch self {
    case .step(let failure): return failure
    case .store(let error):
      guard error.isBlameable else { throw error }
      return StepFailure(
        code: error.kind.rawValue, message: error.message, machine: family.bundle.root.name, line: 0)
    }
  }
}

extension StoreError {
  /// True if the work that caused it can be rolled back alone: it is neither transient nor ambiguous.
  var isBlameable: Bool {
    switch kind {
    case .constraint, .conflict, .misuse, .corrupt: true
    case .full, .busy, .ambiguous, .incompatible: false
    }
  }
}

/// Runs work of the pure core; its failure is the family's.
func pure<T>(_ body: () throws(StepFailure) -> T) throws(FamilyFault) -> T {
  do throws(StepFailure) {
    return try body()
  } catch {
    throw .step(error)
  }
}

/// Runs work on the store; its error is looked at by whoever decides about blame.
func stored<T>(_ body: () throws(StoreError) -> T) throws(FamilyFault) -> T {
  do throws(StoreError) {
    return try body()
  } catch {
    throw .store(error)
  }
}
