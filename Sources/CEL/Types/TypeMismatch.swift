/// A value that does not have the type it should: where in the value, what was expected, what was given.
public struct TypeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// Field names and indices from the outside in, `client.phones[2]`; empty for the value itself.
  public let path: String
  public let expected: String
  public let given: String
  /// What to do, where it can be said.
  public let hint: String?
  /// Further mismatches of the same value; the first one is in the fields above.
  public private(set) var others: [TypeMismatch] = []

  /// So many are told.
  static let most = 20

  public init(path: String, expected: String, given: String, hint: String? = nil) {
    (self.path, self.expected, self.given, self.hint) = (path, expected, given, hint)
  }

  public var message: String { ([self] + others).map(\.own).joined(separator: " | ") }

  private var own: String {
    let place = path.isEmpty ? "" : "\(path): "
    return "\(place)expected \(expected), given \(given)" + (hint.map { "; \($0)" } ?? "")
  }

  public var description: String { "type-mismatch: \(message)" }

  func under(_ step: String) -> TypeMismatch {
    let joined = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    var moved = TypeMismatch(path: joined, expected: expected, given: given, hint: hint)
    moved.others = others.map { $0.under(step) }
    return moved
  }
}

/// Everything that is wrong with a value, as far as it is told.
struct TypeMismatches {
  private var found: [TypeMismatch] = []

  var isFull: Bool { found.count >= TypeMismatch.most }

  mutating func add(_ mismatch: TypeMismatch) { found += mismatch.all }

  func check() throws(TypeMismatch) {
    if let all = TypeMismatch(all: found) { throw all }
  }
}

extension TypeMismatch {
  fileprivate var all: [TypeMismatch] {
    var first = self
    first.others = []
    return [first] + others
  }

  fileprivate init?(all: [TypeMismatch]) {
    guard let first = all.first else { return nil }
    self = first
    others = Array(all.dropFirst().prefix(Self.most - 1))
  }
}
