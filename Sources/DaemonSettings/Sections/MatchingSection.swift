/// The search for consultants by words and criteria.
public struct MatchingSection: Hashable, Sendable {
  /// The file of skills and industries; nil if nothing is searched.
  public var skills: String?
  /// The file of the weights; nil for the standard ones.
  public var ranking: String?
  /// The file of word vectors; nil to match texts by their words alone.
  public var vectors: String?
  /// The place that is kept for a newcomer, 1 to 50; 0 keeps none.
  public var newcomerPlace: Int
  /// How long searches are kept to learn from.
  public var keepSearchesFor: Duration
  /// The most searches that are kept; the oldest go.
  public var mostSearches: Int

  init(_ section: SectionReader) {
    skills = section.optional("skills", .path("a file of skills and industries"))
    ranking = section.optional("ranking", .path("a file of weights"))
    vectors = section.optional("vectors", .path("a file of word vectors"))
    newcomerPlace = section.value("newcomer_place", .whole(0...50), default: 4)
    keepSearchesFor = section.value(
      "keep_searches_for", .duration(.seconds(86_400)...(.seconds(3_650 * 86_400))), default: .seconds(365 * 86_400))
    mostSearches = section.value("most_searches", .whole(0...100_000), default: 20_000)
    if skills == nil, ranking != nil || vectors != nil {
      section.object(
        .conflict, to: ranking == nil ? "vectors" : "ranking", expected: "a file of skills beside it",
        cure: "set matching.skills, or take this away")
    }
  }
}
