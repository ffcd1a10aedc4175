import CEL

/// How long somebody has done it, for whom, how they talk, and what came of it: the facts of a consultant that a search
/// weighs besides knowledge, price and time.
public struct Experience: Hashable, Sendable {
  /// The words of a record, in the spelling of criteria.
  public enum Style: String, Hashable, Sendable, CaseIterable { case formal, casual, technical, executive }
  /// The ways to meet.
  public enum Meeting: String, Hashable, Sendable, CaseIterable {
    case video, phone
    case inPerson = "in_person"
    case hybrid
  }
  /// Facts that a person of the house has looked at.
  public enum Check: String, Hashable, Sendable, CaseIterable { case profile, linkedin, background }

  /// All years of work.
  public let years: Int
  /// Years in an industry, by its id.
  public let industryYears: [String: Int]
  /// The styles of communication.
  public let styles: [Style]
  /// By video if the record names none.
  public let meetings: [Meeting]
  /// The facts that the house has checked.
  public let checks: [Check]
  /// The special fields, as texts for the search by words.
  public let specializations: [String]
  /// Keywords for the search by words.
  public let keywords: [String]
  /// The kinds of problems that the consultant solves, as texts for the search by words.
  public let problems: [String]
  /// The ratings by clients; all zero if the record has none.
  public let reviews: Reviews
  /// The outcomes of meetings; all zero if the record has none.
  public let record: Record
  /// The testimonials that may be published.
  public let testimonials: [Story]

  /// Stars from clients.
  public struct Reviews: Hashable, Sendable {
    /// The number of ratings.
    public let count: Int
    /// The sum of all stars, each 1 to 5.
    public let stars: Int

    static let none = Reviews(count: 0, stars: 0)

    static func read(_ reader: FieldReader) -> Reviews? {
      let count = reader.required("count", reader.integer("count", 0...1_000_000))
      let stars = reader.required("stars", reader.integer("stars", 0...5_000_000))
      guard let count, let stars else { return nil }
      guard (count...5 * count).contains(stars) else {
        reader.note(
          "out-of-range", "stars",
          "is \(stars), expected the sum of \(count) ratings of 1 to 5 stars: \(count) to \(5 * count)")
        return nil
      }
      return Reviews(count: Int(count), stars: Int(stars))
    }
  }

  /// How the meetings of the last year ended.
  public struct Record: Hashable, Sendable {
    /// The completed meetings.
    public let completed: Int
    /// The consultant's own no-shows, late cancellations and lost complaints.
    public let failed: Int
    /// All that were ever completed.
    public let completedEver: Int

    static let none = Record(completed: 0, failed: 0, completedEver: 0)

    static func read(_ reader: FieldReader) -> Record? {
      let completed = Int(reader.integer("completed", 0...1_000_000) ?? 0)
      let failed = Int(reader.integer("failed", 0...1_000_000) ?? 0)
      let ever = Int(reader.integer("completedEver", 0...1_000_000) ?? Int64(completed))
      if ever < completed {
        reader.note("out-of-range", "completedEver", "is \(ever), expected at least completed, which is \(completed)")
      }
      return Record(completed: completed, failed: failed, completedEver: max(ever, completed))
    }
  }

  /// A testimonial that its author let us publish.
  public struct Story: Hashable, Sendable {
    /// The id of the testimonial.
    public let id: String
    /// 1 to 5.
    public let rating: Int
    /// The id of the industry in which the work was done; nil if the record names none.
    public let industry: String?
    /// The id of the skill that it speaks of; nil if the record names none.
    public let skill: String?

    static func read(_ reader: FieldReader) -> Story? {
      let rating = reader.required("rating", reader.integer("rating", 1...5))
      let (industry, skill) = (reader.text("industry", most: 100), reader.text("skill", most: 100))
      guard let id = reader.required("id", reader.text("id", most: 100)), let rating else { return nil }
      return Story(id: id, rating: Int(rating), industry: industry, skill: skill)
    }
  }

  static let mostYears: Int64 = 80

  static func read(_ reader: FieldReader, years: [String: Int]) -> Experience {
    Experience(
      years: Int(reader.integer("yearsOfExperience", 0...mostYears) ?? 0), industryYears: years,
      styles: reader.words("styles"), meetings: reader.words("meetingTypes"), checks: reader.words("verified"),
      specializations: reader.texts("specializations"), keywords: reader.texts("keywordTags"),
      problems: reader.texts("problemSolvingAreas"), reviews: reader.object("reviews", Reviews.read) ?? .none,
      record: reader.object("meetings", Record.read) ?? .none,
      testimonials: reader.elements("testimonials", Story.read))
  }

  /// Reads industries: each is an id, or an id with the years in it.
  static func industries(_ reader: FieldReader) -> (ids: [String], years: [String: Int]) {
    var (ids, years) = ([String](), [String: Int]())
    for (index, element) in (reader.list("industries") ?? []).enumerated() {
      let name = "industries/\(index)"
      if let id = element.stringValue, (1...100).contains(id.utf8.count) {
        ids.append(id)
      } else if element.mapValue != nil {
        let inner = FieldReader(element, reader.place(name))
        let id = inner.required("industry", inner.text("industry", most: 100))
        let count = inner.integer("years", 0...mostYears)
        reader.take(inner.finish())
        guard let id else { continue }
        ids.append(id)
        years[id] = count.map { Int($0) }
      } else {
        reader.note("wrong-type", name, "expected the id of an industry, or {industry, years}")
      }
    }
    return (ids, years)
  }
}
