/// A set of code points as ascending ranges that neither touch nor overlap.
struct CharacterSet: Sendable, Hashable {
  private(set) var ranges: [ClosedRange<UInt32>]
  /// The first 128 code points as bits, for speed.
  private var ascii: (UInt64, UInt64)

  init(_ ranges: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
    var bits: (UInt64, UInt64) = (0, 0)
    for range in merged where range.lowerBound < 128 {
      for code in range.lowerBound...min(range.upperBound, 127) {
        if code < 64 { bits.0 |= 1 << UInt64(code) } else { bits.1 |= 1 << UInt64(code - 64) }
      }
    }
    ascii = bits
  }

  static func == (a: CharacterSet, b: CharacterSet) -> Bool { a.ranges == b.ranges }
  func hash(into hasher: inout Hasher) { hasher.combine(ranges) }

  @inline(__always)
  func contains(_ code: UInt32) -> Bool {
    if code < 64 { return ascii.0 >> UInt64(code) & 1 == 1 }
    if code < 128 { return ascii.1 >> UInt64(code - 64) & 1 == 1 }
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < code { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= code
  }

  var complement: CharacterSet {
    var rest: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { rest.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= UnicodeProperties.last { rest.append(next...UnicodeProperties.last) }
    return CharacterSet(rest)
  }

  /// The set with all letters added that differ from its own only in case.
  var ignoringCase: CharacterSet {
    CharacterSet(ranges + ranges.flatMap { UnicodeProperties.otherCases(of: $0).map { $0...$0 } })
  }

  static let digits = CharacterSet([48...57])
  static let words = CharacterSet([48...57, 65...90, 95...95, 97...122])
  static let spaces = CharacterSet([9...10, 12...13, 32...32])
  static let any = CharacterSet([0...UnicodeProperties.last])
  static let anyButNewline = CharacterSet([10...10]).complement
}
