/// Sizes in powers of 1024.
enum ByteSize {
  private static let units: [(name: String, bytes: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
  ]

  /// Reads `262144`, `256 KiB` or `2MiB`; returns nil for any other text, including decimal units (`kB`).
  static func parse(_ text: String) -> Int? {
    guard let match = text.wholeMatch(of: /(\d{1,15}) ?(GiB|MiB|KiB|B)?/), let number = Int(match.1) else { return nil }
    let unit = match.2.flatMap { name in units.first { $0.name == name } }?.bytes ?? 1
    let (product, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  static func text(_ bytes: Int) -> String {
    let unit = units.first { bytes >= $0.bytes && bytes % $0.bytes == 0 } ?? ("B", 1)
    return "\(bytes / unit.bytes) \(unit.name)"
  }
}
