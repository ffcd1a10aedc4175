/// `application/x-www-form-urlencoded` with bracket keys, in the order given: `metadata[booking]=VLT-1&amount=100`.
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
    pairs.map { "\(PercentEncoding.component($0.name, keeping: "[]"))=\(PercentEncoding.component($0.value))" }
      .joined(separator: "&")
  }
}

/// RFC 3986 §2: everything but the unreserved characters and those kept is written as `%XX`, byte by byte of UTF-8.
enum PercentEncoding {
  private static let hex = Array("0123456789ABCDEF".utf8)

  static func component(_ text: String, keeping kept: String = "") -> String {
    let kept = Array(kept.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        out.append(byte)
      case _ where kept.contains(byte): out.append(byte)
      default: out += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
