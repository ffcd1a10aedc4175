/// Builds a text piece by piece and charges for every piece before it is added.
struct TextBuilder {
  /// The number of bytes for which one step is charged, and the number added for each piece however short it is.
  private static let bytesPerStep = 64
  private static let bytesPerPiece = 8

  private(set) var bytes: [UInt8] = []
  private var uncharged = 0

  /// Throws `size-limit` or `cost-limit` if `count` further bytes are too many.
  mutating func reserve(_ count: Int, _ frame: inout Frame) throws(EvaluationError) {
    guard count <= Frame.largestText - bytes.count else { throw .tooLarge("a text", Frame.largestText) }
    uncharged += count + Self.bytesPerPiece
    let (steps, rest) = uncharged.quotientAndRemainder(dividingBy: Self.bytesPerStep)
    uncharged = rest
    if steps > 0 { try frame.charge(steps) }
  }

  mutating func append(_ piece: some Collection<UInt8>, _ frame: inout Frame) throws(EvaluationError) {
    try reserve(piece.count, &frame)
    bytes.append(contentsOf: piece)
  }

  mutating func append(_ piece: String, _ frame: inout Frame) throws(EvaluationError) {
    try append(piece.utf8, &frame)
  }

  /// Appends code points. Surrogates are left out.
  mutating func append(codes: some Collection<UInt32>, _ frame: inout Frame) throws(EvaluationError) {
    var count = 0
    for code in codes { count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4 }
    try reserve(count, &frame)
    for code in codes {
      if let scalar = Unicode.Scalar(code) { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  var value: Value { .string(text) }
}
