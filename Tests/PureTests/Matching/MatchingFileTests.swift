import Leads
import Matching
import MatchingFiles
import Testing

@Suite struct MatchingFileTests {
  @Test func theShippedTaxonomyKnowsThreeHundredConceptsInBothLanguages() throws {
    let taxonomy = try MatchingSituation.taxonomy()
    #expect(taxonomy.concepts.count >= 300)
    for concept in taxonomy.concepts {
      #expect(concept.names[.english]?.isEmpty == false && concept.names[.german]?.isEmpty == false)
      for name in concept.names.values.joined() {
        let reading = taxonomy.read(name)
        let found = concept.kind == .skill ? reading.skills : reading.industries
        #expect(found == [concept.id], "\(name)")
      }
    }
  }

  @Test func theQuickFiltersAreConcepts() throws {
    let taxonomy = try MatchingSituation.taxonomy()
    let filters = [
      "AI Strategy", "Digital Transformation", "Process Optimization", "Technology Implementation",
      "Business Development",
    ]
    #expect(
      filters.map { taxonomy.read($0).skills } == [
        ["ai-strategy"], ["digital-transformation"], ["process-optimization"], ["technology-implementation"],
        ["business-development"],
      ])
  }

  @Test(arguments: [
    ("skills:\n  - {id: a, en: [x], de: [x]}", "f:1:1: version is missing"),
    ("version: 1\nskills:\n  - {id: a, en: [x], de: [x]}\n  - {id: b, en: [X], de: [y]}", "f:4:5: the name \"X\" of b"),
    ("version: 1\nskills:\n  - {id: a, parent: c, en: [x], de: [x]}", "f:3:5: a has the parent c"),
    ("version: 1\nskills:\n  - {id: a, en: [the], de: [x]}", "f:3:5: the name \"the\" of a"),
    ("version: 1\nskills:\n  - {id: a, fr: [x], de: [x]}", "f:3:5: en is missing"),
  ])
  func aTaxonomyIsRefusedAtItsPlace(text: String, expected: String) {
    #expect { try TaxonomyFile.read(Array(text.utf8), file: "f") } throws: { "\($0)".hasPrefix(expected) }
  }

  @Test func theShippedWeightsAreTheStandardOnes() throws {
    #expect(try WeightsFile.read(MatchingSituation.bytes("config/ranking.yaml"), file: "ranking.yaml") == .standard)
    #expect(try LeadRulesFile.read(MatchingSituation.bytes("config/leads.yaml"), file: "leads.yaml") == .standard)
  }

  @Test(arguments: [
    ("3000", "2999", "f:3:3: the weights sum to 9999; they have to sum to 10000"),
    ("3000", "-1", "f:3:19: expected a whole number from 0 to 10000, got -1"),
    ("1500", "1.5", "f:4:23: expected a whole number from 0 to 10000, got 1.5"),
  ])
  func m78_wrongWeightsAreRefusedAtTheirPlace(number: String, instead: String, expected: String) throws {
    var names = Dimension.allCases.map(\.rawValue).map { "  \($0): " }
    for (index, weight) in RankingWeights.standard.list.enumerated() { names[index] += String(weight) }
    var lines = ["version: x", "weights:"] + names
    let place = try #require(lines.firstIndex { $0.hasSuffix(number) })
    lines[place] = String(lines[place].dropLast(number.count)) + instead
    #expect { try WeightsFile.read(Array(lines.joined(separator: "\n").utf8), file: "f") } throws: {
      "\($0)" == expected
    }
  }
}
