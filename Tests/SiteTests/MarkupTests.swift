import CivilTime
import Testing

@testable import Pages
@testable import Site

@Suite struct MarkupTests {
  private static let script = "<script>alert(1)</script>\"'&"

  @Test func textBecomesTextAndNeverMarkup() {
    #expect(HTML(Self.script).markup == "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
    let html = element("p", .label(Self.script)) { Self.script }
    #expect(!html.markup.contains("<script"))
    #expect(HTML("a\u{0}\u{1B}b").markup == "a\u{FFFD}\u{FFFD}b")
  }

  @Test func anAddressNeverLeadsToAnotherHost() {
    #expect(SitePath(["", "evil.example"]).text == "/evil.example")
    #expect(SitePath(["a b/c", "ü"], query: [.init("q", "a&b=c")]).text == "/a%20b%2Fc/%C3%BC?q=a%26b%3Dc")
    #expect(WebLink("javascript:alert(1)") == nil)
    #expect(WebLink("https://example.org/") != nil)
  }

  /// M116: a script in every field is text on every page that shows it.
  @Test func aScriptInEveryFieldIsText() {
    var consultant = Demo.consultant(Self.script, name: Self.script)
    consultant.title = Passage(Self.script, "en")
    consultant.biography = Passage(Self.script, Self.script)
    consultant.skills = [Term(id: Self.script, label: Self.script)]
    consultant.industries = consultant.skills
    consultant.certificates = [Self.script]
    consultant.reason = Self.script
    var criteria = SearchCriteria()
    criteria.text = Self.script
    criteria.compared = [Self.script]
    let context = Demo.context(.en, Self.script)
    var flow = Demo.flow()
    flow.consultant = consultant
    let filled = Filled(
      ["first": [Self.script], "subject": [Self.script]], faults: [FormFault("first", Self.script)])
    let pages = [
      ResultsPage(
        context, criteria, found: [consultant], compared: [consultant], options: FilterOptions(of: [consultant]),
        zone: nil
      ).page,
      ProfilePage(context, consultant, zone: nil).page, DetailsPage(flow, filled, billing: .required).page,
      BusinessPage(flow, filled).page,
      CheckPage(flow, filled, answers: [.init(.details, .nameLabel, Self.script)], formerTotal: nil, methods: []).page,
    ]
    for page in pages {
      #expect(!page.html.markup.contains("<script>"))
      #expect(!page.html.markup.contains("\"'&\""))
    }
  }

  @Test(arguments: SiteLanguage.allCases) func everyPageIsWellFormedAndSmall(_ language: SiteLanguage) {
    for (name, page) in Demo.pages(language) {
      let markup = page.html.markup
      #expect(markup.utf8.count < 100 * 1_024, "\(name) has \(markup.utf8.count) bytes")
      #expect(markup.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\">"))
      #expect(markup.count(of: "<h1") == 1, "\(name) has \(markup.count(of: "<h1")) main headings")
      #expect(markup.matches(of: /(?:src|href|action)="(?!\/|#)/).isEmpty, "\(name) loads or leads elsewhere")
      #expect(!markup.contains(" style=") && !markup.contains(" onclick"), "\(name) breaks the policy")
      let ids = markup.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
      #expect(
        Set(ids).count == ids.count, "\(name) has an id twice: \(ids.filter { id in ids.count { $0 == id } > 1 })")
      for target in markup.matches(of: #/ (?:for|aria-labelledby|form)="([^"]*)"/#).map({ String($0.1) }) {
        #expect(ids.contains(target), "\(name) names '\(target)', which is not there")
      }
    }
  }

  /// M112, as far as the page is concerned.
  @Test func aPageWithFaultsSaysSoFirstAndLinksToTheField() {
    let page = DetailsPage(
      Demo.flow(), Filled(["first": ["Ada"]], faults: [FormFault("email", "Enter it")]), billing: .none
    ).page
    let markup = page.html.markup
    #expect(markup.contains("<title>Error: "))
    #expect(markup.contains("<a href=\"#email\">Enter it</a>"))
    #expect(markup.contains("aria-describedby=\"email-hint email-error\""))
    #expect(markup.contains("value=\"Ada\""))
    #expect(markup.firstRange(of: "error-summary")!.lowerBound < markup.firstRange(of: "<h1")!.lowerBound)
  }

  /// M119.
  @Test func aTextInAnotherLanguageSaysWhichOne() {
    let markup = ProfilePage(Demo.context(.de), Demo.consultant(), zone: nil).page.html.markup
    #expect(markup.contains("<html lang=\"de\">"))
    #expect(markup.contains("lang=\"en\">Anna advises on data.</p>"))
  }

  /// M118, as far as the page is concerned.
  @Test func aTimeIsShownOnBothClocks() {
    let days = [SlotDay(date: LocalDate(year: 2027, month: 3, day: 31)!, starts: [Demo.start(hours: 48)])]
    let markup = TimePage(
      Demo.flow(), Filled(), days: days, from: days[0].date, previous: nil, next: nil, nextFree: nil, alternatives: [],
      zones: [], clocksChange: true
    ).page.html.markup
    #expect(markup.contains(">13:45<") && markup.contains(">10:00 Berlin<"))
    #expect(markup.contains("The clocks change about these days."))
  }

  /// M114, as far as the page is concerned.
  @Test func aNewPriceStandsBesideTheOldOne() {
    let page = CheckPage(Demo.flow(), Filled(), answers: [], formerTotal: 3_000, methods: ["card"]).page
    #expect(page.html.markup.contains("it was €30.00, it is €39.39 now"))
    #expect(page.html.markup.contains("Book for €39.39"))
  }

  @Test func amountsAndDatesAreThoseOfTheLanguage() {
    #expect(MoneyText.make(1_250_050, "EUR", .en) == "€12,500.50")
    #expect(MoneyText.make(1_250_050, "EUR", .de) == "12.500,50\u{A0}€")
    let wall = WallText(.de, Demo.berlin)
    #expect(wall.date(Demo.start(hours: 48)) == "Mittwoch, 31. März 2027")
    #expect(wall.full(Demo.start(hours: 48)) == "Mittwoch, 31. März 2027, 10:00 (Berlin, UTC+2)")
  }

  @Test func theMeetingCanBeJoinedUntilItsEnd() {
    var booking = Demo.booking()
    let link = "https://meet.example/j/85001?pwd=a,b"
    func shows(_ booking: BookingView) -> Bool {
      BookingPage(booking).page.html.markup.contains("href=\"\(link)\"")
    }
    #expect(!shows(booking))
    booking.meeting = WebLink(link)
    #expect(shows(booking))
    let place = "LOCATION:https://meet.example/j/85001?pwd=a\\,b\r\n"
    #expect(CalendarFile.make(booking, siteName: "House").contains(place))
    booking.status = "cancelled"
    #expect(!shows(booking))
    #expect(!CalendarFile.make(booking, siteName: "House").contains("LOCATION"))
    booking.status = "in_progress"
    #expect(shows(booking))
    booking.end = Demo.now
    #expect(!shows(booking))
  }

  @Test func theRefundIsShownBeforeACancellation() {
    var booking = Demo.booking()
    #expect(CancelPage(booking).page.html.markup.contains("You get €39.39 back: everything"))
    booking.freeUntil = Demo.now.adding(.seconds(-1))
    #expect(CancelPage(booking).page.html.markup.contains("You get nothing back"))
    booking.paymentStatus = "pending"
    #expect(CancelPage(booking).page.html.markup.contains("Nothing was paid yet"))
    #expect(CancelPage(Demo.booking(party: .consultant)).page.html.markup.contains("The client gets everything back"))
  }
}

extension String {
  func count(of part: String) -> Int { ranges(of: part).count }
}
