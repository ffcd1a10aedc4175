/// A table from the pieces of words to vectors, with the merges that cut text into pieces. The mean of a text's rows is
/// its vector; the cosine of two vectors tells how near two texts are. There is no table unless a file is given.
///
/// The file, all numbers little-endian: `MQVECT01`; the numbers of pieces, dimensions and merges, 4 bytes each; each
/// piece as a length of 2 bytes and UTF-8; each merge as the indices of its two pieces, 4 bytes each, first merge
/// first; each row as a scale (binary32) and one signed byte a dimension. Nothing follows.
public struct VectorTable: Sendable {
  /// The first eight bytes of every vectors file.
  public static let magic = Array("MQVECT01".utf8)
  static let largestShape = (pieces: 1_000_000, dimensions: 4_096, merges: 4_000_000)

  /// The number of components of each vector, from 1 to 4,096.
  public let dimensions: Int
  let pieces: PieceTokenizer
  private let scales: [Float]
  private let rows: [Int8]

  /// Reads the bytes of a file.
  public init(_ bytes: [UInt8]) throws(VectorTableError) {
    var reader = VectorFileReader(bytes)
    try reader.expectMagic()
    let (pieceCount, dimensions, mergeCount) = try reader.shape()
    pieces = try PieceTokenizer(pieces: reader.pieces(pieceCount), merges: reader.merges(mergeCount))
    (scales, rows) = try reader.rows(pieceCount, dimensions)
    try reader.expectEnd()
    self.dimensions = dimensions
  }

  /// Returns the vector of a text: the mean of its pieces' rows, in whole steps of its largest component. A text
  /// without pieces has the zero vector.
  public func vector(of text: String) -> TextVector {
    var cache: [[UInt8]: [Int32]] = [:]
    return vector(of: text, &cache)
  }

  /// - Parameter cache: the pieces of words met before, for many texts.
  func vector(of text: String, _ cache: inout [[UInt8]: [Int32]]) -> TextVector {
    var sums = [Float](repeating: 0, count: dimensions)
    pieces.forEachPiece(of: text, &cache) { piece in
      let scale = scales[Int(piece)]
      let start = Int(piece) * dimensions
      for column in 0..<dimensions { sums[column] += scale * Float(rows[start + column]) }
    }
    return TextVector(sums)
  }
}

/// A direction in whole numbers from −127 to 127. Products of whole numbers are the same in every order, so a cosine
/// does not depend on how it is computed.
public struct TextVector: Hashable, Sendable {
  let components: [Int16]
  /// The sum of the squares.
  let square: Int32

  init(_ values: [Float]) {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    components = values.map { largest > 0 ? Int16(($0 / largest * 127).rounded()) : 0 }
    square = components.reduce(0) { $0 + Int32($1) * Int32($1) }
  }

  /// The cosine of the angle to another vector of the same table; 0 for a zero vector.
  public func cosine(_ other: TextVector) -> Double {
    VectorMatrix([self, other]).cosines(self)[1]
  }
}
