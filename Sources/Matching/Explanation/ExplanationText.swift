/// Sentences of explanations, in English and German. Other languages are answered in English.
public enum ExplanationText {
  /// The name of a dimension as it stands within a sentence.
  public static func name(_ dimension: Dimension, _ language: Language) -> String {
    let isGerman = language == .german
    return switch dimension {
    case .expertise: isGerman ? "Fachwissen" : "expertise"
    case .industry: isGerman ? "Branchenerfahrung" : "industry experience"
    case .availability: isGerman ? "Verfügbarkeit" : "availability"
    case .feedback: isGerman ? "Bewertungen" : "client feedback"
    case .price: isGerman ? "Preis" : "price"
    case .style: isGerman ? "Kommunikationsstil" : "communication style"
    case .language: isGerman ? "Sprache" : "language"
    case .delivery: isGerman ? "Zuverlässigkeit" : "delivery history"
    }
  }

  /// One whole sentence about a concern.
  public static func sentence(_ concern: MatchConcern, _ language: Language) -> String {
    let isGerman = language == .german
    return switch concern {
    case .weak(let dimension):
      isGerman ? "Schwächer: \(name(dimension, language))." : "Weaker: \(name(dimension, language))."
    case .noReview: isGerman ? "Noch keine Bewertung." : "No review yet."
    case .nothingFree: isGerman ? "Kein freier Termin im gewünschten Zeitraum." : "Nothing is free in the asked time."
    case .firstFree(let days):
      isGerman ? "Erster freier Termin in \(days) Tagen." : "The first free slot is in \(days) days."
    case .overBudget(let percent): isGerman ? "\(percent) % über dem Budget." : "\(percent)% over budget."
    case .noPrice(let currency): isGerman ? "Kein Preis in \(currency)." : "No price in \(currency)."
    }
  }

  /// Why a consultant is recommended, in one sentence.
  public static func why(_ result: MatchResult, _ taxonomy: Taxonomy, _ language: Language) -> String {
    let isGerman = language == .german
    let skills = result.explanation.matchedSkills.map { taxonomy.concept($0.skill)?.label(language) ?? $0.skill }
    let strengths = result.explanation.strengths.map { name($0, language) }
    var parts = [isGerman ? "\(result.overall) von 100 Punkten" : "\(result.overall) of 100 points"]
    if !skills.isEmpty { parts.append((isGerman ? "kennt " : "knows ") + skills.joined(separator: ", ")) }
    if !strengths.isEmpty { parts.append((isGerman ? "stark in " : "strong in ") + strengths.joined(separator: ", ")) }
    if result.isNewcomer { parts.append(isGerman ? "neu hier" : "new here") }
    return parts.joined(separator: "; ") + "."
  }

  /// The lines under "How we rank": each dimension with its weight in percent.
  public static func ranking(_ weights: RankingWeights, _ language: Language) -> [String] {
    Dimension.allCases.map { dimension in
      let weight = weights[dimension]
      let cents = weight % 100
      let mark = language == .german ? "," : "."
      let fraction = cents == 0 ? "" : "\(mark)\(cents < 10 ? "0" : "")\(cents)"
      return "\(name(dimension, language)): \(weight / 100)\(fraction)\(language == .german ? " %" : "%")"
    }
  }
}
