/// Cuts words into the pieces of a table by byte-pair merges: the adjacent pair that was merged first in training is
/// merged first. A word begins with `▁`; no piece spans two words, so each word is cut by itself.
struct PieceTokenizer: Sendable {
  /// Longer words are cut short; no person wrote them.
  static let longestWord = 256

  private struct Merge: Sendable {
    let rank: Int32
    let piece: Int32
  }

  /// By bytes: two texts can be equal to a reader, and are two pieces all the same.
  private let indices: [[UInt8]: Int32]
  private let merges: [UInt64: Merge]

  init(
    pieces: [[UInt8]], merges: [(left: Int, right: Int, byte: Int)]
  ) throws(VectorTableError) {
    var indices: [[UInt8]: Int32] = [:]
    for (index, piece) in pieces.enumerated() {
      guard indices.updateValue(Int32(index), forKey: piece) == nil else {
        throw VectorTableError(
          code: .duplicateToken, byte: VectorTable.magic.count,
          message: "piece \(index), \"\(String(decoding: piece, as: UTF8.self))\", stands twice")
      }
    }
    var table: [UInt64: Merge] = [:]
    for (rank, merge) in merges.enumerated() {
      guard pieces.indices.contains(merge.left), pieces.indices.contains(merge.right),
        let whole = indices[pieces[merge.left] + pieces[merge.right]]
      else {
        throw VectorTableError(
          code: .unknownMerge, byte: merge.byte, message: "merge \(rank) names or makes a piece that is not in the file"
        )
      }
      let key = Self.key(Int32(merge.left), Int32(merge.right))
      if table[key] == nil { table[key] = Merge(rank: Int32(rank), piece: whole) }
    }
    self.indices = indices
    self.merges = table
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  func forEachPiece(of text: String, _ cache: inout [[UInt8]: [Int32]], _ body: (Int32) -> Void) {
    for word in text.split(whereSeparator: \.isWhitespace) {
      let word = String(Substring(word.unicodeScalars.prefix(Self.longestWord)))
      let pieces: [Int32]
      let key = Array(word.utf8)
      if let known = cache[key] {
        pieces = known
      } else {
        pieces = cut(word)
        cache[key] = pieces
      }
      for piece in pieces { body(piece) }
    }
  }

  private func cut(_ word: String) -> [Int32] {
    var pieces = "▁\(word)".unicodeScalars.flatMap(letter)
    while true {
      var best: (place: Int, merge: Merge)?
      for place in pieces.indices.dropLast() {
        guard let merge = merges[Self.key(pieces[place], pieces[place + 1])] else { continue }
        if merge.rank < best?.merge.rank ?? .max { best = (place, merge) }
      }
      guard let best else { return pieces }
      pieces[best.place] = best.merge.piece
      pieces.remove(at: best.place + 1)
    }
  }

  /// A letter that is no piece is taken as its bytes, if the table has pieces for bytes.
  private func letter(_ scalar: Unicode.Scalar) -> [Int32] {
    if let index = indices[Array(String(scalar).utf8)] { return [index] }
    return String(scalar).utf8.compactMap { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return indices[Array("<0x\(digits.count == 1 ? "0" : "")\(digits)>".utf8)]
    }
  }
}
