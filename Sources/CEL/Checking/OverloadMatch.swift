/// Matches the types of a call's arguments with the overloads of a function.
struct OverloadMatch {
  /// An overload that takes the arguments.
  struct Fit {
    let overload: Overload
    let result: CELType
    /// The type variables as this overload binds them.
    let variables: TypeVariables
  }

  let overloads: [Overload]
  let types: [CELType]
  let variables: TypeVariables

  /// The overloads that take the arguments.
  func fits() -> [Fit] {
    var fits: [Fit] = []
    for overload in overloads where overload.takes(types.count) {
      if overload.onlyNumbers, !types.allSatisfy({ $0.withoutNull.isNumeric || $0.isUnknown }) { continue }
      var attempt = variables
      var names: [String: CELType] = [:]
      let parameters = overload.parameters.map { attempt.instantiate($0, &names) }
      guard types.indices.allSatisfy({ attempt.fits(types[$0], parameters[min($0, parameters.count - 1)]) }) else {
        continue
      }
      let result = attempt.instantiate(overload.result, &names)
      fits.append(Fit(overload: overload, result: attempt.resolve(result), variables: attempt))
    }
    // Where all arguments have known types, overloads that take `dyn` yield to more specific ones.
    if fits.count > 1, !types.contains(where: \.holdsUnknown) {
      let exact = fits.filter {
        !$0.overload.parameters.contains(.dyn) && !$0.overload.parameters.contains(.list(.dyn))
      }
      if !exact.isEmpty { fits = exact }
    }
    return fits
  }

  /// The overloads with this number of arguments.
  var ofSameCount: [Overload] { overloads.filter { $0.takes(types.count) } }

  /// The arguments that fit no overload. If there is exactly one, a message can point at it.
  func wrongArguments() -> [Int] {
    let sameCount = ofSameCount
    return types.indices.filter { index in
      !sameCount.contains { overload in
        var attempt = variables
        var names: [String: CELType] = [:]
        return attempt.fits(types[index], attempt.instantiate(overload.parameter(index), &names))
      }
    }
  }

  /// The arguments' types, for a message.
  var given: String { types.map(\.settled.description).joined(separator: ", ") }

  /// The signatures of up to eight overloads, for a message.
  var listed: String {
    let names = overloads.prefix(8).map(\.signature).joined(separator: " or ")
    return overloads.count > 8 ? names + " or \(overloads.count - 8) more" : names
  }
}
