/// What one evaluation carries along.
struct Frame {
  /// Bytes of a string or bytes value that an expression may build.
  static let largestText = 1 << 20
  /// Elements of a list or entries of a map that an expression may build.
  static let largestList = 100_000

  let bindings: any Bindings
  var locals: [Value]
  /// Steps left.
  var budget: Int

  mutating func charge(_ steps: Int) throws(EvaluationError) {
    budget -= steps
    if budget < 0 {
      throw EvaluationError("cost-limit", "the expression takes more steps than it may; make its lists shorter")
    }
  }

  /// Steps for handling a value: by its size, so that no library function is free on large input.
  mutating func charge(for value: Value) throws(EvaluationError) {
    switch value {
    case .string(let text): if text.utf8.count > 64 { try charge(text.utf8.count / 64) }
    case .bytes(let bytes): if bytes.count > 64 { try charge(bytes.count / 64) }
    case .list(let list): try charge(list.count / 8)
    case .map(let map): try charge(map.count / 8)
    default: break
    }
  }
}
