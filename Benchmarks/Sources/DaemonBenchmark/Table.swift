import Glibc

/// Figures of several rounds and how they are printed.
struct Samples {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  var isEmpty: Bool { values.isEmpty }
  var least: Double { values.min() ?? 0 }
  var most: Double { values.max() ?? 0 }
  var median: Double { quantile(0.5) }

  func quantile(_ part: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    return values.sorted()[min(values.count - 1, Int(Double(values.count) * part))]
  }

  /// `median (most)` of speeds, of which more is better.
  var speed: String { "\(Self.whole(median)) (\(Self.whole(most)))" }

  /// `median (least)` of costs.
  func cost(_ places: Int = 2) -> String { "\(Self.text(median, places)) (\(Self.text(least, places)))" }

  static func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }

  static func text(_ number: Double, _ places: Int = 2) -> String {
    guard places > 0 else { return whole(number) }
    let scale = places == 1 ? 10.0 : places == 2 ? 100.0 : 1_000.0
    guard number.magnitude < 1e12 else { return "\(number)" }
    let scaled = Int((number * scale).rounded())
    let rest = String(scaled.magnitude % UInt(scale))
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt(scale))."
      + String(repeating: "0", count: places - rest.count) + rest
  }
}

/// Rows of a table with columns of fixed width, the first aligned to the left.
struct Table {
  let widths: [Int]

  func row(_ cells: String...) {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(0, (index < widths.count ? widths[index] : 0) - cell.count))
      line += index == 0 ? cell + padding : "  " + padding + cell
    }
    print(line)
    // The output may be a file that somebody follows.
    fflush(nil)
  }
}
