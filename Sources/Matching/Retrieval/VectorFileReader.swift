/// Reads the parts of a vectors file and knows at which byte it stands.
struct VectorFileReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func expectMagic() throws(VectorTableError) {
    guard bytes.starts(with: VectorTable.magic) else {
      throw VectorTableError(
        code: .notVectors, byte: 0, message: "the file does not begin with MQVECT01; it is no vectors file")
    }
    place = VectorTable.magic.count
  }

  mutating func shape() throws(VectorTableError) -> (pieces: Int, dimensions: Int, merges: Int) {
    let limits = VectorTable.largestShape
    let pieces = try count("pieces", 1...limits.pieces)
    let dimensions = try count("dimensions", 1...limits.dimensions)
    return (pieces, dimensions, try count("merges", 0...limits.merges))
  }

  private mutating func count(_ name: String, _ range: ClosedRange<Int>) throws(VectorTableError) -> Int {
    let start = place
    let value = Int(try number(name))
    guard range.contains(value) else {
      throw VectorTableError(
        code: .shape, byte: start,
        message: "the number of \(name) is \(value), outside \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  mutating func pieces(_ count: Int) throws(VectorTableError) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for index in 0..<count {
      let start = place
      let head = try take(2, "the length of piece \(index)")
      let text = try take(Int(head[head.startIndex]) | Int(head[head.startIndex + 1]) << 8, "piece \(index)")
      guard String(validating: text, as: UTF8.self) != nil else {
        throw VectorTableError(code: .notUTF8, byte: start, message: "piece \(index) is not UTF-8")
      }
      pieces.append(Array(text))
    }
    return pieces
  }

  mutating func merges(_ count: Int) throws(VectorTableError) -> [(left: Int, right: Int, byte: Int)] {
    var merges: [(left: Int, right: Int, byte: Int)] = []
    for index in 0..<count {
      let start = place
      merges.append((Int(try number("merge \(index)")), Int(try number("merge \(index)")), start))
    }
    return merges
  }

  mutating func rows(_ count: Int, _ dimensions: Int) throws(VectorTableError) -> (scales: [Float], rows: [Int8]) {
    let needed = count * (4 + dimensions)
    guard bytes.count - place >= needed else {
      throw VectorTableError(
        code: .truncated, byte: bytes.count,
        message:
          "\(count) rows of \(dimensions) need \(needed) bytes from byte \(place); \(bytes.count - place) are there")
    }
    var scales: [Float] = []
    var rows: [Int8] = []
    rows.reserveCapacity(count * dimensions)
    for index in 0..<count {
      let scale = Float(bitPattern: try number("the scale of row \(index)"))
      guard scale.isFinite else {
        throw VectorTableError(
          code: .notFinite, byte: place - 4, message: "the scale of row \(index) is no finite number")
      }
      scales.append(scale)
      rows.append(contentsOf: bytes[place..<place + dimensions].lazy.map { Int8(bitPattern: $0) })
      place += dimensions
    }
    return (scales, rows)
  }

  func expectEnd() throws(VectorTableError) {
    guard place == bytes.count else {
      throw VectorTableError(
        code: .trailingBytes, byte: place, message: "\(bytes.count - place) bytes follow the last row; nothing may")
    }
  }

  private mutating func number(_ name: String) throws(VectorTableError) -> UInt32 {
    let four = try take(4, name)
    return four.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  private mutating func take(_ count: Int, _ name: String) throws(VectorTableError) -> ArraySlice<UInt8> {
    guard bytes.count - place >= count else {
      throw VectorTableError(code: .truncated, byte: bytes.count, message: "the file ends within \(name)")
    }
    defer { place += count }
    return bytes[place..<place + count]
  }
}
