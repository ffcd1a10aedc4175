import CEL
import CivilTime
import Currencies
import Matching

/// Reads the criteria of a search from JSON, with everything that is wrong at once.
struct CriteriaReading {
  /// A field that is wrong.
  struct Fault: Hashable {
    let field: String
    let expected: String
    let given: String
  }

  private static let mostWords = 50

  let taxonomy: Taxonomy
  private(set) var faults: [Fault] = []

  init(taxonomy: Taxonomy) { self.taxonomy = taxonomy }

  mutating func criteria(_ map: ValueMap) -> MatchCriteria {
    var criteria = MatchCriteria()
    for (key, value) in map.entries {
      let name = key.stringValue ?? ""
      switch name {
      case "requiredExpertise": criteria.requiredExpertise = concepts(name, value, .skill)
      case "industryBackground": criteria.industryBackground = concepts(name, value, .industry)
      case "budget": criteria.budget = budget(value)
      case "window": criteria.window = window(value)
      case "isUrgent": criteria.isUrgent = flag(name, value)
      case "style": criteria.style = word(name, value)
      case "languages": criteria.languages = words(name, value)
      case "service": criteria.service = text(name, value)
      case "minimumRating": criteria.filters.minimumRatingTenths = rating(value)
      case "minimumExperienceYears": criteria.filters.minimumExperienceYears = whole(name, value, 0...80)
      case "verificationRequired": criteria.filters.verificationRequired = flag(name, value)
      case "linkedinRequired": criteria.filters.linkedInRequired = flag(name, value)
      case "meetingTypePreference": criteria.filters.meetingTypes = Set(words(name, value))
      default: fault(name, "no such field", value)
      }
    }
    return criteria
  }

  private mutating func fault(_ field: String, _ expected: String, _ value: Value) {
    faults.append(Fault(field: field, expected: expected, given: String(JSON.text(value).prefix(60))))
  }

  private mutating func concepts(_ name: String, _ value: Value, _ kind: Concept.Kind) -> [String] {
    let ids = texts(name, value)
    for id in ids where taxonomy.concept(id)?.kind != kind {
      fault(name, "ids of \(kind == .skill ? "skills" : "industries") in the file of skills", .string(id))
    }
    return ids
  }

  private mutating func texts(_ name: String, _ value: Value) -> [String] {
    let texts = value.listValue?.compactMap(\.stringValue)
    guard let texts, texts.count == value.listValue?.count, texts.count <= Self.mostWords else {
      fault(name, "a list of at most \(Self.mostWords) texts", value)
      return []
    }
    return texts
  }

  private mutating func words<Word: RawRepresentable & CaseIterable>(_ name: String, _ value: Value) -> [Word]
  where Word.RawValue == String {
    texts(name, value).compactMap { text in
      if let word = Word(rawValue: text) { return word }
      fault(name, "some of \(Word.allCases.map(\.rawValue).joined(separator: ", "))", .string(text))
      return nil
    }
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ value: Value) -> Word?
  where Word.RawValue == String {
    if let word = value.stringValue.flatMap(Word.init(rawValue:)) { return word }
    fault(name, "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))", value)
    return nil
  }

  private mutating func text(_ name: String, _ value: Value) -> String? {
    if let text = value.stringValue, (1...64).contains(text.utf8.count) { return text }
    fault(name, "text of 1 to 64 bytes", value)
    return nil
  }

  private mutating func flag(_ name: String, _ value: Value) -> Bool {
    if case .bool(let flag) = value { return flag }
    fault(name, "true or false", value)
    return false
  }

  private mutating func whole(_ name: String, _ value: Value, _ range: ClosedRange<Int64>) -> Int? {
    if case .int(let number) = value, range.contains(number) { return Int(number) }
    fault(name, "a whole number from \(range.lowerBound) to \(range.upperBound)", value)
    return nil
  }

  /// Stars with at most one decimal.
  private mutating func rating(_ value: Value) -> Int? {
    switch value {
    case .int(let stars) where (1...5).contains(stars): return Int(stars) * 10
    case .double(let stars) where stars >= 1 && stars <= 5 && (stars * 10).rounded() == stars * 10:
      return Int(stars * 10)
    default:
      fault("minimumRating", "1 to 5, with at most one decimal", value)
      return nil
    }
  }

  private mutating func budget(_ value: Value) -> Budget? {
    let map = value.mapValue ?? ValueMap()
    func amount(_ name: String) -> Int64?? {
      guard let amount = map[name], !amount.isNull else { return .some(nil) }
      if case .int(let number) = amount { return number }
      return nil
    }
    if let code = map["currency"]?.stringValue, Currency(code)?.code == code, let min = amount("min"),
      let max = amount("max"), let budget = Budget(min: min, max: max, currency: code)
    {
      return budget
    }
    fault(
      "budget", "{min, max, currency}: whole minor units, at least one of the two, and a currency of ISO 4217", value)
    return nil
  }

  private mutating func window(_ value: Value) -> TimeWindow? {
    let map = value.mapValue ?? ValueMap()
    func instant(_ name: String) -> Instant?? {
      guard let text = map[name], !text.isNull else { return .some(nil) }
      return text.stringValue.flatMap { try? Instant.parse($0) }
    }
    if value.mapValue != nil, let from = instant("from"), let until = instant("until"),
      from ?? .earliest < until ?? .latest
    {
      return TimeWindow(from: from, until: until)
    }
    fault("window", "{from, until}: instants as 2030-01-31T09:00:00Z, one of which may be missing", value)
    return nil
  }
}
