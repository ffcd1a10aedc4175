import CEL
import CivilTime

/// The posts on LinkedIn.
struct PostBoard: Sendable {
  struct Post: Sendable {
    let urn: String
    let author: String
    let text: String
    let key: String?
    let at: Instant

    var json: Value {
      [
        "id": .string(urn), "author": .string(author), "text": .string(text), "key": Sandbox.json(key),
        "at": rfc3339(at),
      ]
    }
  }
  private(set) var posts: [Post] = []
  static let limit = 100_000

  mutating func add(author: String, text: String, key: String?, at instant: Instant) -> String {
    let urn = "urn:li:share:\(7_000_000_000_000_000_000 + posts.count)"
    if posts.count < Self.limit {
      posts.append(Post(urn: urn, author: author, text: text, key: key, at: instant))
    }
    return urn
  }

  /// A post belongs to a booking when its text names the reference or its key begins with it.
  func of(_ reference: String) -> [Post] {
    posts.filter { $0.text.contains(reference) || $0.key == reference || $0.key?.hasPrefix("\(reference)/") == true }
  }
}
