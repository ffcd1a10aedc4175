/// An inverted index that scores documents by Okapi BM25 with idf = ln(1 + (N − n + ½) / (n + ½)). Terms of a document
/// have weights, which count as that many occurrences.
public struct BM25Index: Sendable {
  /// The saturation of BM25: the larger, the more a repeated term adds.
  public static let k1 = 1.2
  /// How much the length of a document counts: 0 not at all, 1 in full.
  public static let b = 0.75

  private struct Posting: Sendable {
    let document: Int32
    let count: Int32
  }

  private var postings: [String: [Posting]] = [:]
  private var lengths: [Int] = []
  private var totalLength = 0

  /// Creates an index without documents.
  public init() {}

  /// The number of documents.
  public var count: Int { lengths.count }

  /// Adds a document and returns its number, from 0.
  @discardableResult
  public mutating func add(_ fields: [(terms: [String], weight: Int)]) -> Int {
    var counts: [String: Int32] = [:]
    var length = 0
    for (terms, weight) in fields {
      for term in terms { counts[term, default: 0] += Int32(weight) }
      length += terms.count * weight
    }
    let document = lengths.count
    for (term, count) in counts {
      postings[term, default: []].append(Posting(document: Int32(document), count: count))
    }
    lengths.append(length)
    totalLength += length
    return document
  }

  /// The scores of all documents, and the score that none can reach.
  public struct Scores: Sendable {
    /// The score of each document, by its number; 0 if it has none of the terms.
    public let documents: [Double]
    /// Σ idf · (k1 + 1) over the terms that some document has.
    public let upperBound: Double

    /// The share of the upper bound, 0 ..< 1.
    public func share(_ document: Int) -> Double { upperBound > 0 ? documents[document] / upperBound : 0 }
  }

  /// The inverse document frequency of a term. It is positive, and largest for a term that no document has.
  public func idf(_ term: String) -> Double {
    let (all, having) = (Double(count), Double(postings[term]?.count ?? 0))
    return ElementaryFunctions.log(1 + (all - having + 0.5) / (having + 0.5))
  }

  /// Scores every document for the terms, each of which counts once.
  public func scores(_ terms: [String]) -> Scores {
    var documents = [Double](repeating: 0, count: count)
    var bound = 0.0
    var seen: Set<String> = []
    let mean = Double(totalLength) / Double(max(1, count))
    for term in terms where seen.insert(term).inserted {
      guard let having = postings[term] else { continue }
      let idf = idf(term)
      bound += idf * (Self.k1 + 1)
      for posting in having {
        let document = Int(posting.document)
        let count = Double(posting.count)
        let length = mean > 0 ? Double(lengths[document]) / mean : 1
        documents[document] += idf * count * (Self.k1 + 1) / (count + Self.k1 * (1 - Self.b + Self.b * length))
      }
    }
    return Scores(documents: documents, upperBound: bound)
  }
}
