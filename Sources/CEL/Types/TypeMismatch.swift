/// A value without the required type: its place, the expected type and the given value.
public struct TypeMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// Field names and indices from the outside in (`client.phones[2]`); empty for the value itself.
  public let path: String
  /// The expected type or limit, for people.
  public let expected: String
  /// The given type or value, shortened, for people.
  public let given: String
  /// The cure; nil where none is known.
  public let hint: String?
  /// Further mismatches in the same value. The first one stands in the fields above.
  public private(set) var others: [TypeMismatch] = []

  /// The most mismatches that are reported.
  static let most = 20

  /// - Parameter path: empty for the value itself.
  public init(path: String, expected: String, given: String, hint: String? = nil) {
    (self.path, self.expected, self.given, self.hint) = (path, expected, given, hint)
  }

  /// All mismatches on one line.
  public var message: String { ([self] + others).map(\.own).joined(separator: " | ") }

  private var own: String {
    let place = path.isEmpty ? "" : "\(path): "
    return "\(place)expected \(expected), given \(given)" + (hint.map { "; \($0)" } ?? "")
  }

  /// The message, preceded by the code `type-mismatch`.
  public var description: String { "type-mismatch: \(message)" }

  func under(_ step: String) -> TypeMismatch {
    let joined = path.isEmpty || path.hasPrefix("[") ? step + path : "\(step).\(path)"
    var moved = TypeMismatch(path: joined, expected: expected, given: given, hint: hint)
    moved.others = others.map { $0.under(step) }
    return moved
  }
}

/// Collects the mismatches of a value, up to the limit.
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
