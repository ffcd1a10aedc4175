/// A detail that a request leaves open and that would improve its results.
public enum RefinementQuestion: String, Hashable, Sendable, CaseIterable {
  case expertise
  case budget
  case timeline
  case language

  /// At most so many are asked.
  static let limit = 3

  /// The question in German or, for every other language, in English.
  public func text(_ language: Language) -> String {
    switch (self, language) {
    case (.expertise, .german): "Welches Fachwissen brauchen Sie?"
    case (.budget, .german): "Wie hoch ist Ihr Budget?"
    case (.timeline, .german): "Bis wann brauchen Sie den Termin?"
    case (.language, .german): "In welcher Sprache möchten Sie sprechen?"
    case (.expertise, _): "Which expertise do you need?"
    case (.budget, _): "How much may it cost?"
    case (.timeline, _): "By when do you need the meeting?"
    case (.language, _): "In which language would you like to speak?"
    }
  }
}
