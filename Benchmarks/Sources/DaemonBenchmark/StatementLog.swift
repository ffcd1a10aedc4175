import CBench
import CSQLite

/// The statements that the store's writer ran, in order, with the values that were bound.
final class StatementLog {
  enum Bound {
    case null
    case int(Int64)
    case real(Double)
    case text([UInt8])
    case blob([UInt8])

    var bytes: Int {
      switch self {
      case .null: 1
      case .int, .real: 8
      case .text(let bytes), .blob(let bytes): bytes.count
      }
    }
  }

  /// The different statements.
  private(set) var texts: [String] = []
  private(set) var entries: [(text: Int, values: [Bound])] = []
  private var numbers: [String: Int] = [:]
  private var connection: OpaquePointer?

  // There is one log at a time, and the store is used by the main thread alone while there is one.
  nonisolated(unsafe) private static var current: StatementLog?

  /// Records what the connections run that are opened in `body`, until it ends.
  static func recording(_ body: () throws -> Void) rethrows -> StatementLog {
    let log = StatementLog()
    current = log
    bench_trace { connection, statement, text in
      guard let connection, let statement, let text else { return }
      StatementLog.current?.note(connection, statement, String(cString: text))
    }
    defer {
      bench_trace(nil)
      current = nil
    }
    try body()
    return log
  }

  private func note(_ connection: OpaquePointer, _ statement: OpaquePointer, _ text: String) {
    // A trigger's statements are run by SQLite itself. Pragmas and the schema are not part of the work.
    if text.hasPrefix("--") || text.hasPrefix("PRAGMA") || text.hasPrefix("CREATE") { return }
    if self.connection != connection {
      self.connection = connection
      entries = []
    }
    guard let expanded = bench_expanded(statement) else { return }
    defer { bench_free(expanded) }
    let number = numbers[text] ?? texts.count
    if number == texts.count {
      numbers[text] = number
      texts.append(text)
    }
    entries.append((number, Literals(text, String(cString: expanded)).values))
  }
}

/// The values of a statement's parameters, read from its text with literals in their places.
private struct Literals {
  private(set) var values: [StatementLog.Bound] = []

  init(_ text: String, _ expanded: String) {
    let text = Array(text.utf8)
    let whole = Array(expanded.utf8)
    var (i, j) = (0, 0)
    var isQuoted = false
    while i < text.count {
      if text[i] == UInt8(ascii: "'") { isQuoted.toggle() }
      guard !isQuoted, text[i] == UInt8(ascii: "?") else {
        i += 1
        j += 1
        continue
      }
      i += 1
      var number = 0
      while i < text.count, (48...57).contains(text[i]) {
        number = number * 10 + Int(text[i]) - 48
        i += 1
      }
      let value = Self.literal(whole, &j)
      if number == 0 || number == values.count + 1 { values.append(value) }
    }
  }

  private static func literal(_ whole: [UInt8], _ j: inout Int) -> StatementLog.Bound {
    switch whole[j] {
    case UInt8(ascii: "N"):
      j += 4
      return .null
    case UInt8(ascii: "z"):
      while whole[j] != UInt8(ascii: ")") { j += 1 }
      j += 1
      return .blob([])
    case UInt8(ascii: "x"):
      j += 2
      var bytes: [UInt8] = []
      while whole[j] != UInt8(ascii: "'") {
        bytes.append(digit(whole[j]) << 4 | digit(whole[j + 1]))
        j += 2
      }
      j += 1
      return .blob(bytes)
    case UInt8(ascii: "'"):
      j += 1
      var bytes: [UInt8] = []
      while true {
        if whole[j] == UInt8(ascii: "'") {
          j += 1
          guard j < whole.count, whole[j] == UInt8(ascii: "'") else { return .text(bytes) }
        }
        bytes.append(whole[j])
        j += 1
      }
    default:
      let start = j
      while j < whole.count, "-+.eE0123456789".utf8.contains(whole[j]) { j += 1 }
      let text = String(decoding: whole[start..<j], as: UTF8.self)
      return Int64(text).map { .int($0) } ?? .real(Double(text) ?? 0)
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : (byte | 32) - 87 }
}
