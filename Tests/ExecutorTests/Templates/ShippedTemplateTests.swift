import CEL
import CivilTime
import Execution
import Foundation
import Testing

@testable import Executors

@Suite struct ShippedTemplateTests {
  private static let names = [
    "absence_claimed", "absence_withdrawn", "account_needs_action", "alternatives", "apology", "briefing",
    "cancelled", "client_is_ready", "confirm_delivery", "confirmation", "consultant_notice", "contested",
    "debt_settled",
    "expired", "feedback", "feedback_nudge", "introduction", "late_payment_refunded", "meeting_link",
    "no_show_recorded",
    "nurture_1", "nurture_2", "nurture_3", "pay_again", "payment_failed", "payment_link", "payment_mismatch",
    "payment_trouble", "payout", "payout_netted", "preparation", "preparation_incomplete", "proposal_follow_up",
    "refund_started", "reminder_1", "reminder_2", "reschedule_declined", "reschedule_proposed", "rescheduled",
    "summary",
    "task_for_you", "task_reminder", "verdict", "were_you_there",
  ]

  static func load() throws -> MailTemplates {
    // This file is Tests/ExecutorTests/Templates/….swift.
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let folder = "/\(root)/workflows/templates"
    return try MailTemplates(
      bundle: FileManager.default.contentsOfDirectory(atPath: folder).map { name in
        StepTemplates.File(
          path: "templates/\(name)", source: Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
      })
  }

  @Test func everyTemplateIsThereInBothLanguages() throws {
    let templates = try Self.load()
    #expect(templates.names == Self.names)
    for name in templates.names { #expect(templates.languages(of: name) == ["de", "en"]) }
  }

  @Test(arguments: names, ["en", "de"])
  func everyTemplateCanBeSentWithWhatEveryMailHas(name: String, language: String) throws {
    let zones = SystemZones()
    var data = EmailExecutorTests.data
    data["zone"] = "Europe/Berlin"
    // Mails about another booking or another date always name it.
    data["other"] = "VLT-20270301-7KQ2"
    data["proposed"] = data["start"]
    if name == "reschedule_proposed" { data["deadline"] = data["start"] }
    let isAboutADebt = ["debt_settled", "payout_netted"].contains(name)
    for (recipient, url, amount) in [(nil, nil, nil), ("Anna Weber", "https://meet.example.org/1", 15_000)]
      as [(String?, String?, Int64?)]
    {
      data["url"] = url.map(Value.string) ?? .null
      data["amount"] = (amount ?? (isAboutADebt ? 1 : nil)).map(Value.int)
      let mail = try Self.load().render(name, language: language, recipient: recipient, data: data, zones: zones)
      #expect(mail.language == language)
      #expect(!mail.text.contains("{{"))
      #expect(!mail.text.contains("  \n"))
      #expect(mail.text.hasSuffix("\nMagnetiq\n"))
      #expect(
        mail.text.hasPrefix(language == "de" ? "Guten Tag" : recipient == nil ? "Hello,\n" : "Dear Anna Weber,\n"))
    }
  }

  @Test func theConfirmationReadsAsItIsMeantTo() throws {
    var data = EmailExecutorTests.data
    data["zone"] = "Europe/Berlin"
    data["url"] = "https://meet.example.org/1"
    let mail = try Self.load().render(
      "confirmation", language: "de", recipient: "Anna Weber", data: data, zones: SystemZones())
    #expect(mail.subject == "Bestätigt: Consultation mit Carla Ruiz")
    #expect(
      mail.text == """
        Guten Tag Anna Weber,

        Ihre Buchung ist bestätigt, und Ihre Zahlung über 150,00\u{A0}€ ist
        eingegangen. Vielen Dank.

        - Was: Consultation
        - Mit: Carla Ruiz
        - Beginn: Dienstag, 10. März 2026, 10:00 Uhr (Europe/Berlin, UTC+1)
        - Ende: 11:30 Uhr
        - Buchungsnummer: VLT-20260303-AB12

        Am Gespräch teilnehmen:
        https://meet.example.org/1

        Mit der beigefügten Einladung tragen Sie den Termin in Ihren Kalender
        ein. Vor dem Gespräch senden wir Ihnen Hinweise zur Vorbereitung und
        eine Erinnerung.

        Wenn Sie absagen oder verschieben möchten, antworten Sie bitte auf diese
        Nachricht.

        Freundliche Grüße
        Magnetiq

        """)
  }
}
