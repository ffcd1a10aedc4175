import CEL
import CivilTime
import Currencies
import Locales
import Testing

@testable import Executors

@Suite struct TemplateTests {
  private static let berlin = SystemZones()

  private func render(_ body: String, _ data: ValueMap = [:], language: String = "en", recipient: String? = nil) throws
    -> RenderedMail
  {
    let templates = try MailTemplates([
      MailTemplateFile(name: "t.en.mail", text: "subject: S\n\n" + body),
      MailTemplateFile(name: "t.de.mail", text: "subject: S\n\n" + body),
    ])
    return try templates.render("t", language: language, recipient: recipient, data: data, zones: Self.berlin)
  }

  private func codes(_ files: [MailTemplateFile]) -> [String] {
    do {
      _ = try MailTemplates(files)
      return []
    } catch {
      return error.faults.map { "\($0.file):\($0.line):\($0.code)" }
    }
  }

  @Test func valuesAreEscapedInHTMLAndPlainInText() throws {
    let mail = try render("Dear {{name}},\n", ["name": "<b>\"A\" & 'B'</b>"])
    #expect(mail.text == "Dear <b>\"A\" & 'B'</b>,\n")
    #expect(mail.html.contains("<p>Dear &lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;,</p>"))
  }

  @Test func aValueIsNeverMarkup() throws {
    let mail = try render("{{v}}\n", ["v": "[click](https://evil.example) \n- item\n{{other}}"])
    #expect(!mail.html.contains("<a "))
    #expect(!mail.html.contains("<li>"))
    #expect(mail.text.contains("{{other}}"))
  }

  @Test func paragraphsListsAndLinksAreLaidOut() throws {
    let mail = try render(
      "One\ntwo.\\\nthree\n\n- first\n- second\n  goes on\n\n[Pay {{n}} now]({{url}})\n",
      ["n": 5, "url": "https://example.org/?a=1&b=2"])
    #expect(mail.text == "One two.\nthree\n\n- first\n- second goes on\n\nPay 5 now:\nhttps://example.org/?a=1&b=2\n")
    #expect(mail.html.contains("<p>One two.<br>\nthree</p>"))
    #expect(mail.html.contains(">\n<li>first</li>\n<li>second goes on</li>\n</ul>"))
    #expect(mail.html.contains("<a href=\"https://example.org/?a=1&amp;b=2\""))
  }

  @Test func textIsWrappedButWordsAreNot() throws {
    let word = String(repeating: "w", count: 100)
    let mail = try render(String(repeating: "word ", count: 40) + word + "\n")
    for line in mail.text.split(separator: "\n") where line != Substring(word) { #expect(line.count <= 72) }
    #expect(mail.text.contains(word))
  }

  @Test func aLinkLeadsNowhereButToTheWeb() {
    for url in ["javascript:alert(1)", "https://a b", "data:x", "", "https://a\"onclick=\"x", "/relative"] {
      #expect(throws: TemplateError.self) { try render("[x]({{url}})\n", ["url": .string(url)]) }
    }
  }

  @Test func sectionsDependOnTheirValue() throws {
    let body = "{{#a}}yes {{a}}{{/a}}{{^a}}no{{/a}}\n"
    #expect(try render(body, ["a": "x"]).text == "yes x\n")
    for empty: ValueMap in [[:], ["a": nil], ["a": ""], ["a": false], ["a": []]] {
      #expect(try render(body, empty).text == "no\n")
    }
    #expect(
      try render("{{#l}}\n- {{.}} of {{all}}\n{{/l}}\n", ["l": ["a", "b"], "all": 2]).text == "- a of 2\n- b of 2\n")
    #expect(try render("{{#l}}{{x}}{{/l}}\n", ["l": [["x": "1"], ["x": "2"]]]).text == "12\n")
    #expect(try render("{{#o}}{{x}}{{/o}}{{o.x}}\n", ["o": ["x": "1"]]).text == "11\n")
  }

  @Test func aListIsPrintedWholeOrNotAtAll() throws {
    func list(_ count: Int) -> ValueMap { ["l": .list((0..<count).map { .int(Int64($0)) })] }
    let body = "{{#l}}\n- {{.}}\n{{/l}}\n"
    #expect(try render(body, list(1_000)).text.split(separator: "\n").count == 1_000)
    let error = #expect(throws: TemplateError.self) { try render(body, list(1_001)) }
    #expect(error?.code == "too_many_elements")
    #expect(error?.message == "'l' has 1001 elements, at most 1000 are printed; put fewer into the data")
    // A list that is not printed may have any length.
    #expect(try render("{{^l}}none{{/l}}x\n", list(1_001)).text == "x\n")
  }

  @Test func aTagAloneOnItsLineLeavesNoLine() throws {
    #expect(try render("a\n{{#x}}\nb\n{{/x}}\nc\n", ["x": true]).text == "a b c\n")
  }

  @Test func timesAreThoseOfTheNamedZone() throws {
    let data: ValueMap = ["start": .timestamp(instant("2026-03-29T00:30:00Z")), "zone": "Europe/Berlin"]
    #expect(try render("{{start | time zone}}\n", data).text == "Sunday, 29 March 2026, 01:30 (Europe/Berlin, UTC+1)\n")
    #expect(
      try render("{{start | time zone}}\n", data, language: "de").text
        == "Sonntag, 29. März 2026, 01:30 Uhr (Europe/Berlin, UTC+1)\n")
    let later: ValueMap = ["start": "2026-03-29T01:30:00Z", "zone": "Europe/Berlin"]
    #expect(try render("{{start | clock zone}}\n", later).text == "03:30 (UTC+2)\n")
    let india: ValueMap = ["start": "2026-01-01T00:00:00Z", "zone": "Asia/Kolkata"]
    #expect(
      try render("{{start | time zone}}\n", india).text == "Thursday, 1 January 2026, 05:30 (Asia/Kolkata, UTC+5:30)\n")
  }

  /// Of every hour around a change of the clocks, in zones of every kind: the text means one instant.
  @Test func aTimeOfDayThatComesTwiceSaysWhichOfTheTwoIsMeant() throws {
    for (zone, day) in [
      ("Europe/Berlin", "2027-10-31"), ("Europe/London", "2027-10-31"), ("America/St_Johns", "2027-11-07"),
      ("Australia/Lord_Howe", "2027-04-04"), ("Africa/Casablanca", "2027-02-07"),
    ] {
      let rules = try #require(SystemZones().rules(for: zone))
      var seen: [String: Instant] = [:]
      let noon = instant("\(day)T12:00:00Z")
      for quarter in -96...96 {
        let moment = try #require(noon.adding(.seconds(Int64(quarter) * 900)))
        let named = NamedZone(name: zone, rules: rules)
        let text = "\(LocalStyle("en").date(moment, in: named)) \(LocalStyle("en").clock(moment, in: named))"
        #expect(seen.updateValue(moment, forKey: text) == nil, "\(text) in \(zone)")
      }
    }
    let berlin = NamedZone(name: "Europe/Berlin", rules: try #require(SystemZones().rules(for: "Europe/Berlin")))
    #expect(LocalStyle("en").clock(instant("2027-10-31T01:00:00Z"), in: berlin) == "02:00 (UTC+1)")
    #expect(LocalStyle("de").clock(instant("2027-10-31T00:30:00Z"), in: berlin) == "02:30 Uhr (UTC+2)")
    #expect(LocalStyle("en").clock(instant("2027-11-02T01:00:00Z"), in: berlin) == "02:00")
  }

  @Test(arguments: [
    (15_000, "EUR", "€150.00", "150,00\u{A0}€"), (5, "EUR", "€0.05", "0,05\u{A0}€"),
    (123_456_789, "USD", "$1,234,567.89", "1.234.567,89\u{A0}US$"),
    (-100, "GBP", "−£1.00", "−1,00\u{A0}£"), (100, "CHF", "CHF\u{A0}1.00", "1,00\u{A0}CHF"),
    (1_500, "JPY", "JPY\u{A0}1,500", "1.500\u{A0}JPY"),
    (0, "EUR", "€0.00", "0,00\u{A0}€"), (500_000, "HUF", "HUF\u{A0}5,000.00", "5.000,00\u{A0}HUF"),
    (500_000, "UGX", "UGX\u{A0}5,000", "5.000\u{A0}UGX"), (500_000, "isk", "ISK\u{A0}5,000", "5.000\u{A0}ISK"),
    (5_000, "MGA", "MGA\u{A0}5,000", "5.000\u{A0}MGA"), (12_340, "KWD", "KWD\u{A0}12.340", "12,340\u{A0}KWD"),
  ])
  func amountsAreWrittenAsReadersWriteThem(amount: Int, currency: String, english: String, german: String) throws {
    let known = try #require(Currency(currency))
    #expect(LocalStyle("en").money(Int64(amount), currency: known) == english)
    #expect(LocalStyle("de").money(Int64(amount), currency: known) == german)
  }

  @Test(arguments: [
    ("{{missing}}", "missing_variable"), ("{{a.b}}", "missing_variable"),
    ("{{start | time nowhere}}", "missing_variable"),
    ("{{a | money zone}}", "wrong_type"), ("{{a | time zone}}", "wrong_type"), ("{{start | time a}}", "unknown_zone"),
    ("{{l}}", "wrong_type"), ("{{start | date evil}}", "unknown_zone"), ("{{n | money zone}}", "unknown_currency"),
  ])
  func aValueThatCannotBePrintedIsNamedWithItsLine(body: String, code: String) {
    let data: ValueMap = [
      "a": "text", "l": ["x"], "n": 1, "zone": "Europe/Berlin", "start": "2026-01-01T00:00:00Z",
      "evil": "../../etc/passwd",
    ]
    do {
      _ = try render("first\n" + body + "\n", data)
      Issue.record("it was printed")
    } catch let error as TemplateError {
      #expect(error.code == code)
      #expect(error.line == 4)
    } catch {
      Issue.record(error)
    }
  }

  @Test(arguments: [
    ("{{#a}}x", "4:unbalanced"), ("x{{/a}}", "4:unbalanced"), ("{{#a}}{{/b}}", "4:unbalanced"),
    ("{{a | shout b}}", "4:unknown_filter"),
    ("{{a | time}}", "4:unknown_filter"), ("{{a | time b c}}", "4:unknown_filter"), ("{{a b}}", "4:bad_tag"),
    ("{{}}", "4:bad_tag"),
    ("{{a", "4:bad_tag"), ("{{1a}}", "4:bad_tag"), ("{{a..b}}", "4:bad_tag"), ("{{content}}", "4:bad_tag"),
    ("{{{a}}}", "4:bad_tag"),
    ("{{! comment}}", "4:bad_tag"), ("{{> partial}}", "4:bad_tag"), ("{{a | time b | date c}}", "4:bad_tag"),
  ])
  func anUnknownTagIsRefusedAtLoading(body: String, finding: String) {
    #expect(
      codes([MailTemplateFile(name: "t.en.mail", text: "subject: S\n\nfirst\n\(body)\n")]) == ["t.en.mail:\(finding)"])
  }

  @Test func aFileIsRefusedForItsNameItsSubjectItsLanguageAndItsLayout() {
    let good = "subject: S\n\nx\n"
    #expect(codes([MailTemplateFile(name: "Bad.en.mail", text: good)]) == ["Bad.en.mail:1:bad_name"])
    #expect(codes([MailTemplateFile(name: "a.english.mail", text: good)]) == ["a.english.mail:1:bad_name"])
    #expect(codes([MailTemplateFile(name: "a.en.mail", text: "x\n")]) == ["a.en.mail:1:missing_subject"])
    #expect(codes([MailTemplateFile(name: "a.de.mail", text: good)]) == ["a.en.mail:1:missing_language"])
    #expect(
      codes([
        MailTemplateFile(name: "a.en.mail", text: good), MailTemplateFile(name: "a.de.mail", text: good),
        MailTemplateFile(name: "_layout.en.mail", text: "Hi\n\n{{content}}\n"),
      ]) == ["_layout.de.mail:1:missing_language"])
    #expect(
      codes([
        MailTemplateFile(name: "a.en.mail", text: good), MailTemplateFile(name: "_layout.en.mail", text: "no place\n"),
      ]) == ["_layout.en.mail:1:no_content"])
  }

  @Test func anotherLanguageFallsBackToEnglish() throws {
    let templates = try MailTemplates([MailTemplateFile(name: "t.en.mail", text: "subject: S\n\nx\n")])
    let mail = try templates.render("t", language: "fr", recipient: nil, data: [:], zones: ZoneTable())
    #expect(mail.language == "en")
  }

  @Test func aSubjectIsOneLineWhateverItsValues() throws {
    let templates = try MailTemplates([MailTemplateFile(name: "t.en.mail", text: "subject: For {{a}}\n\nx\n")])
    let mail = try templates.render(
      "t", language: "en", recipient: nil, data: ["a": "x\r\nBcc: y\n"], zones: ZoneTable())
    #expect(mail.subject == "For x Bcc: y")
  }
}
