internal import Statecharts
internal import Storage

/// The reason why work on one family failed.
enum FamilyFault: Error, CustomStringConvertible {
  /// A part of the family's definition failed: a guard, an action, an invariant or a limit.
  case step(StepFailure)
  case store(StoreError)

  var description: String {
    switch self {
    case .step(let failure): failure.description
    case .store(let error): error.description
    }
  }

  /// Converts the fault into a failure of the family's step. Throws store errors that are not the family's fault.
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
  /// True if the work that caused the error can be rolled back alone, because the error is neither transient nor
  /// ambiguous.
  var isBlameable: Bool {
    switch kind {
    case .constraint, .conflict, .misuse, .corrupt: true
    case .full, .busy, .ambiguous, .incompatible: false
    }
  }
}

/// Runs work of the pure core, whose failure is the family's fault.
func pure<T>(_ body: () throws(StepFailure) -> T) throws(FamilyFault) -> T {
  do throws(StepFailure) {
    return try body()
  } catch {
    throw .step(error)
  }
}

/// Runs work on the store. The caller decides whether an error is the family's fault.
func stored<T>(_ body: () throws(StoreError) -> T) throws(FamilyFault) -> T {
  do throws(StoreError) {
    return try body()
  } catch {
    throw .store(error)
  }
}
