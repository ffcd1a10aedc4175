import Testing

@testable import Pages

@Suite struct TextTests {
  @Test func everyTextIsThereInBothLanguages() {
    for phrase in Phrase.allCases {
      let wording = phrase.wording
      #expect(wording != nil, "\(phrase) has no texts; add it to a table in Pages/Texts")
      #expect(wording?.en.isEmpty == false && wording?.de.isEmpty == false, "\(phrase) lacks a language")
    }
    let tables = [
      ShellTexts.all, SearchTexts.all, FlowTexts.all, BookingTexts.all, ErrorTexts.all,
    ]
    #expect(tables.map(\.count).reduce(0, +) == Phrase.allCases.count, "a text stands in two tables")
  }

  @Test func bothLanguagesPutInAsMuch() {
    for phrase in Phrase.allCases {
      let (en, de) = (phrase.wording?.en ?? "", phrase.wording?.de ?? "")
      #expect(en.count { $0 == "{" } == de.count { $0 == "{" }, "\(phrase): {} is not as often in both")
    }
  }

  @Test func whatIsPutInStandsInItsPlace() {
    #expect(SiteLanguage.en(.pageOf, "2", "5") == "Page 2 of 5")
    #expect(SiteLanguage.de(.fromPrice, "{30}") == "ab {30}")
  }

  /// M121: no key is shown for a text.
  @Test(arguments: SiteLanguage.allCases) func noKeyIsShown(_ language: SiteLanguage) {
    for (name, page) in Demo.pages(language) {
      let markup = page.html.markup
      #expect(!markup.contains("{}") || name == "done" || markup.contains("data-words"), "\(name) shows a gap")
      for phrase in Phrase.allCases where phrase.rawValue.contains(where: \.isUppercase) {
        #expect(!markup.contains(">\(phrase.rawValue)<"), "\(name) shows \(phrase)")
      }
    }
  }
}
