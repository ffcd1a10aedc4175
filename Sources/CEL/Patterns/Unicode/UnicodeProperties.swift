/// Sets of code points by their Unicode properties. The tables are ours and not the Swift runtime's, so that a pattern
/// has the same meaning wherever and whenever an instance is replayed.
enum UnicodeProperties {
  static let last: UInt32 = 0x10FFFF

  /// Returns the code points of a general category (`Lu`), a group of categories (`L`), a script (`Greek`), or `Any`.
  /// Returns nil if RE2 has no such name; case matters.
  static func ranges(_ name: String) -> [ClosedRange<UInt32>]? {
    // Dictionaries also find canonically equal names; among ASCII names there are none.
    guard name.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    if name == "Any" { return [0...last] }
    if name.utf8.count <= 2 { return category(Array(name.utf8)) }
    return scripts[name].map(decoded)
  }

  private static func category(_ name: [UInt8]) -> [ClosedRange<UInt32>]? {
    let wanted = CategoryTable.names.map { name.count == 1 ? $0.utf8.first == name.first : Array($0.utf8) == name }
    guard wanted.contains(true) else { return nil }
    var found: [ClosedRange<UInt32>] = []
    for run in runs where run.category.map({ wanted[$0] }) ?? false {
      if let end = found.last?.upperBound, end + 1 == run.range.lowerBound {
        found[found.count - 1] = found[found.count - 1].lowerBound...run.range.upperBound
      } else {
        found.append(run.range)
      }
    }
    return found
  }

  private static let runs: [(range: ClosedRange<UInt32>, category: Int?)] = {
    var runs: [(range: ClosedRange<UInt32>, category: Int?)] = []
    var start: UInt32 = 0
    let bytes = Array(CategoryTable.runs.utf8)
    var index = 0
    while index < bytes.count {
      let letter = Int(bytes[index])
      index += 1
      var length: UInt32 = 0
      while index < bytes.count, (48...57).contains(bytes[index]) {
        length = length * 10 + UInt32(bytes[index] - 48)
        index += 1
      }
      length = max(length, 1)
      let category = letter == 45 ? nil : letter < 97 ? letter - 65 : letter - 97 + 26
      runs.append((start...start + length - 1, category))
      start += length
    }
    return runs
  }()

  private static let scripts: [String: Substring] = {
    var scripts: [String: Substring] = [:]
    for entry in ScriptTable.scripts.split(separator: ";") {
      let parts = entry.split(separator: ":")
      scripts[String(parts[0])] = parts[1]
    }
    return scripts
  }()

  private static func decoded(_ text: Substring) -> [ClosedRange<UInt32>] {
    let numbers = text.split(separator: ",").map { UInt32($0, radix: 36) ?? 0 }
    var ranges: [ClosedRange<UInt32>] = []
    var end: UInt32 = 0
    for pair in stride(from: 0, to: numbers.count - 1, by: 2) {
      let low = end + numbers[pair]
      end = low + numbers[pair + 1]
      ranges.append(low...end)
    }
    return ranges
  }

  /// The code points that have case variants, in ascending order, each with the next of its cycle.
  private static let folds: [(from: UInt32, to: UInt32)] = {
    let fields = FoldTable.runs.split(separator: " ")
    var folds: [(from: UInt32, to: UInt32)] = []
    for run in stride(from: 0, to: fields.count - 3, by: 4) {
      let low = UInt32(fields[run], radix: 16) ?? 0
      let (count, step) = (UInt32(fields[run + 1]) ?? 0, UInt32(fields[run + 2]) ?? 1)
      let distance = Int64(fields[run + 3]) ?? 0
      for place in 0..<count {
        let from = low + place * step
        folds.append((from, UInt32(Int64(from) + distance)))
      }
    }
    return folds.sorted { $0.from < $1.from }
  }()

  private static func fold(at least: UInt32) -> Int {
    var (low, high) = (0, folds.count)
    while low < high {
      let middle = (low + high) / 2
      if folds[middle].from < least { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Returns the other letters of every cycle that has a letter in the range (simple case folding).
  static func otherCases(of range: ClosedRange<UInt32>) -> [UInt32] {
    var others: [UInt32] = []
    var index = fold(at: range.lowerBound)
    while index < folds.count, folds[index].from <= range.upperBound {
      var next = folds[index].to
      while next != folds[index].from {
        if !range.contains(next) { others.append(next) }
        next = folds[fold(at: next)].to
      }
      index += 1
    }
    return others
  }
}
