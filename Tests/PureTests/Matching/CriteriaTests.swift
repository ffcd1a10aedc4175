import Matching
import Testing

@Suite struct CriteriaTests {
  private func read(_ text: String) throws -> CriteriaReader.Reading {
    CriteriaReader(taxonomy: try MatchingSituation.taxonomy()).read(text)
  }

  @Test func m75_nothingToMatchIsSaidAndNothingFails() throws {
    let matcher = MatchingSituation.matcher(
      [MatchingSituation.consultant("a", title: "Cloud")], taxonomy: try MatchingSituation.taxonomy())
    for text in ["", "  \n", String(repeating: "a", count: 4_096), "😀🎉", "the and und"] {
      #expect(throws: MatchError.nothingToMatch) {
        try matcher.find(MatchRequest(text: text), now: MatchingSituation.now)
      }
    }
    for text in ["'; DROP TABLE consultants; --", "cloud 😀", "\0\u{202E}cloud"] {
      #expect(try matcher.find(MatchRequest(text: text), now: MatchingSituation.now).totalFound == 1)
    }
    let many = (0..<10_000).map { "wort\($0)" }.joined(separator: " ")
    #expect(try read(many).terms.count == 256)
    #expect(try matcher.find(MatchRequest(text: many), now: MatchingSituation.now).results.count == 1)
    for count in [0, 51] {
      #expect(throws: MatchError.resultLimit) {
        try matcher.find(MatchRequest(text: "cloud", maxResults: count), now: MatchingSituation.now)
      }
    }
  }

  @Test func m76_aGermanRequestBecomesCriteria() throws {
    let reading = try read("KI-Strategie für den Mittelstand, dringend, bis 5.000 €")
    #expect(reading.criteria.requiredExpertise == ["ai-strategy"])
    #expect(reading.criteria.isUrgent)
    #expect(reading.criteria.budget == Budget(max: 500_000, currency: "EUR"))
    #expect(reading.language == .german && reading.criteria.languages == [.german])
    #expect(reading.questions.isEmpty, "urgency answers the question of time, the stop words that of language")
  }

  @Test func questionsAskForWhatIsMissing() throws {
    #expect(try read("Kubernetes").questions == [.budget, .timeline, .language])
    #expect(try read("somebody for the garden").questions == [.expertise, .budget, .timeline])
  }

  @Test(
    arguments: [
      ("bis 5.000 €", nil, 500_000, "EUR"), ("max. €12,500.50", nil, 1_250_050, "EUR"),
      ("12.500,50 EUR", nil, 1_250_050, "EUR"), ("CHF 10'000", nil, 1_000_000, "CHF"), ("3k", nil, 300_000, "EUR"),
      ("2,5k $", nil, 250_000, "USD"), ("10 Tsd. Euro", nil, 1_000_000, "EUR"),
      ("zwischen 3.000 und 5.000 Euro", 300_000, 500_000, "EUR"), ("£3,000–5,000", 300_000, 500_000, "GBP"),
      ("3-5k", 300_000, 500_000, "EUR"), ("ab 2 000 €", 200_000, nil, "EUR"),
      ("from 3,000 € to 5,000 €", 300_000, 500_000, "EUR"), ("100 EUR", nil, 10_000, "EUR"),
    ] as [(String, Int64?, Int64?, String)])
  func budgetsAreRead(text: String, min: Int64?, max: Int64?, currency: String) throws {
    #expect(try read(text).criteria.budget == Budget(min: min, max: max, currency: currency))
  }

  @Test(arguments: ["team of 12", "ISO 9001", "until 2027", "999999999999999999 €", "5 %"])
  func numbersWithoutMoneyAreNoBudget(text: String) throws {
    #expect(try read(text).criteria.budget == nil)
  }

  @Test func m92_aWordInsideAnotherIsNotAWord() throws {
    #expect(try read("ASAP, please").criteria.isUrgent)
    #expect(try read("Frau Kasapis fragt").criteria.isUrgent == false)
    #expect(try read("Bitte schnellstmöglich").criteria.isUrgent)
  }

  @Test func compoundsAndInflectedFormsAreFound() throws {
    #expect(try read("Lieferkettenoptimierung in der Fertigung").criteria.requiredExpertise.contains("supply-chain"))
    #expect(try read("unsere Geschäftsprozesse und agilen Methoden").criteria.requiredExpertise.contains("agile"))
    #expect(
      try read("Prozessoptimierungen beim Automobilzulieferer").criteria.requiredExpertise == ["process-optimization"])
    #expect(try read("Prozessoptimierungen beim Automobilzulieferer").criteria.industryBackground == ["automotive"])
  }

  @Test func complexityComesFromWordsAndStakeholders() throws {
    #expect(try read("eine kurze Frage zu SEO").criteria.complexity == .basic)
    #expect(try read("Abstimmung zwischen Vorstand und Betriebsrat").criteria.complexity == .advanced)
    #expect(try read("konzernweit eine kurze Frage").criteria.complexity == .enterprise)
    #expect(try read("SEO").criteria.complexity == nil)
  }
}
