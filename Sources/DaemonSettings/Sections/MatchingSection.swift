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

  init(_ section: SectionReader) {
    skills = section.optional("skills", .path("a file of skills and industries"))
    ranking = section.optional("ranking", .path("a file of weights"))
    vectors = section.optional("vectors", .path("a file of word vectors"))
    newcomerPlace = section.value("newcomer_place", .whole(0...50), default: 4)
    if skills == nil, ranking != nil || vectors != nil {
      section.object(
        .conflict, to: ranking == nil ? "vectors" : "ranking", expected: "a file of skills beside it",
        cure: "set matching.skills, or take this away")
    }
  }
}
