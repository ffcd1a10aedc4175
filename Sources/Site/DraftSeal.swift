import CivilTime
import Digests
import Encoding

/// Signs drafts and forms with a key of the site's own. A draft lives in cookies of its own address, so that only whoever
/// began it can open it, nothing of it is kept by the house, and any part of the site can go on with it.
struct DraftSeal: Sendable {
  let key: [UInt8]

  /// A browser keeps 4,096 bytes of a cookie, its name and attributes among them.
  private static let piece = 3_600
  private static let mostPieces = 4

  // MARK: Drafts

  /// The values of the cookies; those that are not needed are empty.
  func pieces(of draft: Draft) -> [String]? {
    let payload = draft.payload
    let code = HMACSHA256.code(for: message(draft.id, payload), key: key)
    let text = "\(Base64.encode(payload)).\(Hex.encode(code))"
    var pieces: [String] = []
    var rest = text.utf8[...]
    while !rest.isEmpty {
      pieces.append(String(decoding: rest.prefix(Self.piece), as: UTF8.self))
      rest = rest.dropFirst(Self.piece)
    }
    guard pieces.count <= Self.mostPieces else { return nil }
    return pieces + [String](repeating: "", count: Self.mostPieces - pieces.count)
  }

  /// The name of a cookie.
  static func name(_ index: Int) -> String { "draft\(index)" }

  /// Returns the draft that the cookies hold; nil without one, or with one that is of another address, changed, or too old.
  func draft(_ id: String, cookies: [String: String], now: Instant) -> Draft? {
    var text = ""
    for index in 0..<Self.mostPieces {
      guard let piece = cookies[Self.name(index)], !piece.isEmpty else { break }
      text += piece
    }
    let halves = text.split(separator: ".")
    guard halves.count == 2, let payload = Base64.decode(halves[0]), let code = Hex.decode(halves[1]),
      HMACSHA256.isCode(code, of: message(id, payload), key: key), let draft = Draft(id: id, payload: payload),
      let begun = draft.instant(.begun), now.seconds - begun.seconds <= Draft.lifetime
    else { return nil }
    return draft
  }

  private func message(_ id: String, _ payload: [UInt8]) -> [UInt8] { Array("draft/\(id)/".utf8) + payload }

  /// A name that nobody can guess.
  static func newID() -> String {
    var generator = SystemRandomNumberGenerator()
    return Hex.encode((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// The name of a content.
  static func digest(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(bytes).prefix(12)) }

  // MARK: Forms

  /// The proof that a form is ours: a number of its own, by which a form that is sent twice is known, and a signature.
  func token(of subject: String, _ once: String) -> String { "\(once).\(signature(subject, once))" }

  /// Returns the form's own number; nil if it is not ours.
  func once(_ token: String, of subject: String) -> String? {
    let halves = token.split(separator: ".")
    guard halves.count == 2, halves[0].utf8.count <= 40,
      ConstantTime.equal(Array(signature(subject, String(halves[0])).utf8), Array(halves[1].utf8))
    else { return nil }
    return String(halves[0])
  }

  private func signature(_ subject: String, _ once: String) -> String {
    Hex.encode(HMACSHA256.code(for: Array("form/\(subject)/\(once)".utf8), key: key).prefix(16))
  }
}
