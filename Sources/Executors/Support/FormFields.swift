import Encoding

/// Fields as `application/x-www-form-urlencoded` with bracket keys, in the order given:
/// `metadata[booking]=VLT-1&amount=100`.
struct FormFields: Sendable, Equatable {
  private(set) var pairs: [Pair] = []

  struct Pair: Sendable, Equatable {
    let name: String
    let value: String
  }

  init(_ pairs: [(String, String)] = []) {
    for (name, value) in pairs { append(name, value) }
  }

  mutating func append(_ name: String, _ value: String) { pairs.append(Pair(name: name, value: value)) }

  var encoded: String {
    pairs.map { "\(PercentEncoding.encode($0.name, keeping: "[]"))=\(PercentEncoding.encode($0.value))" }
      .joined(separator: "&")
  }
}
