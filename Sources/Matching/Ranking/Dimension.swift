/// The eight things of which a match consists, in the order of their table.
public enum Dimension: String, Hashable, Sendable, CaseIterable {
  case expertise = "expertiseMatch"
  case industry = "industryExperience"
  case availability = "availabilityScore"
  case feedback = "clientFeedbackScore"
  case price = "priceCompetitiveness"
  case style = "communicationStyleMatch"
  case language = "languageCompatibility"
  case delivery = "deliveryHistoryScore"

  var index: Int {
    switch self {
    case .expertise: 0
    case .industry: 1
    case .availability: 2
    case .feedback: 3
    case .price: 4
    case .style: 5
    case .language: 6
    case .delivery: 7
    }
  }
}
