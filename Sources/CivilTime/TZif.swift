/// Reads compiled zone files (RFC 9636 §3) of version 2 and later: the 64-bit block and the footer.
extension ZoneRules {
  private static let largestFile = 1 << 20

  /// Reads a compiled zone file. Throws `bad-zone-file` for one of version 1, with leap seconds, over 1 MiB, or with
  /// counts that do not fit its length, and `bad-zone-rule` for a footer that is no POSIX rule.
  public init(tzif bytes: [UInt8]) throws(CivilTimeError) {
    guard bytes.count <= Self.largestFile else { throw TZifReader.malformed("it is longer than 1 MiB") }
    var reader = TZifReader(bytes: bytes)
    let first = try reader.header()
    guard first.version >= UInt8(ascii: "2") else { throw TZifReader.malformed("version 1 is not supported") }
    reader.position += first.length(timeSize: 4)
    let counts = try reader.header()
    guard counts.leaps == 0 else { throw TZifReader.malformed("files with leap seconds are not supported") }
    guard counts.types > 0, reader.position + counts.length(timeSize: 8) <= bytes.count else {
      throw TZifReader.malformed("its counts do not fit its length")
    }
    var transitions: [Int64] = []
    for index in 0..<counts.times {
      let time = reader.int64(at: reader.position + index * 8)
      guard transitions.last.map({ $0 < time }) ?? true else {
        throw TZifReader.malformed("its transitions are not in order")
      }
      transitions.append(time)
    }
    let typesOfTimes = reader.position + counts.times * 8
    let types = typesOfTimes + counts.times
    func offset(ofType type: Int) throws(CivilTimeError) -> Int32 {
      guard type < counts.types else { throw TZifReader.malformed("a transition names a type that it lacks") }
      let value = reader.int32(at: types + type * 6)
      guard (-89_999...93_599).contains(value) else { throw TZifReader.malformed("an offset is beyond a day") }
      return value
    }
    var offsets: [Int32] = []
    for index in 0..<counts.times { offsets.append(try offset(ofType: Int(bytes[typesOfTimes + index]))) }
    let initial = try offset(ofType: 0)
    reader.position += counts.length(timeSize: 8)
    let footer = try reader.footer()
    self.init(
      transitions: transitions, offsets: offsets, initialOffset: initial,
      future: footer.isEmpty ? nil : try PosixRule.parse(footer))
  }
}

private struct TZifReader {
  struct Counts {
    let version: UInt8
    let utcs: Int, standards: Int, leaps: Int, times: Int, types: Int, characters: Int

    func length(timeSize: Int) -> Int {
      times * timeSize + times + types * 6 + characters + leaps * (timeSize + 4) + standards + utcs
    }
  }

  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  static func malformed(_ why: String) -> CivilTimeError {
    CivilTimeError(code: "bad-zone-file", message: "not a TZif file of RFC 9636: \(why)")
  }

  mutating func header() throws(CivilTimeError) -> Counts {
    guard position >= 0, position + 44 <= bytes.count, Array(bytes[position..<position + 4]) == Array("TZif".utf8)
    else { throw Self.malformed("the header is missing") }
    func count(_ index: Int) -> Int { Int(UInt32(bitPattern: int32(at: position + 20 + index * 4))) }
    let counts = Counts(
      version: bytes[position + 4], utcs: count(0), standards: count(1), leaps: count(2), times: count(3),
      types: count(4), characters: count(5))
    position += 44
    return counts
  }

  func int32(at index: Int) -> Int32 {
    var value: UInt32 = 0
    for byte in bytes[index..<index + 4] { value = value << 8 | UInt32(byte) }
    return Int32(bitPattern: value)
  }

  func int64(at index: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[index..<index + 8] { value = value << 8 | UInt64(byte) }
    return Int64(bitPattern: value)
  }

  func footer() throws(CivilTimeError) -> String {
    guard position < bytes.count, bytes[position] == 10, let end = bytes[(position + 1)...].firstIndex(of: 10) else {
      throw Self.malformed("the footer is missing")
    }
    return String(decoding: bytes[position + 1..<end], as: UTF8.self)
  }
}
