import CEL
import CivilTime
import Execution
import Foundation
import Testing

@testable import Executors

/// The HTML of every shipped mail. scripts/mail-pictures looks at the same mails in a browser: `WRITE_MAILS=FOLDER` writes
/// them.
@Suite struct MailPageTests {
  /// Everything that a mail may print.
  static let full: ValueMap = {
    var data = EmailExecutorTests.data
    data["zone"] = "Europe/Berlin"
    data["other"] = "VLT-20270301-7KQ2"
    data["proposed"] = .timestamp(instant("2026-03-12T13:00:00Z"))
    data["deadline"] = .timestamp(instant("2026-03-09T17:00:00Z"))
    data["amount"] = 12_750
    data["notes"] =
      "We would like to know whether our data are good enough for a forecast of demand.\nAnd what comes first."
    data["items"] = ["a certificate of registration", "the owner's address"]
    data["resources"] = ["Data quality in ten questions", "A forecast is a decision"]
    data["alternatives"] = ["Wednesday, 11 March 2026, 10:00", "Thursday, 12 March 2026, 16:30"]
    data["summary"] = "Begin with one product.\nMeasure for four weeks."
    data["biography"] = "Carla Ruiz has built forecasts for retailers for fifteen years."
    for name in [
      "url", "payment_url", "profile_url", "feedback_url", "confirm_url", "booking_url", "proposal_url",
      "unsubscribe_url",
      "tasks_url", "page_url", "account_url",
    ] {
      data[name] = .string("https://magnetiq.example/\(name.dropLast(4))/VLT-20260303-AB12?capability=3f9a7c")
    }
    return data
  }()

  /// The data that every mail has, and nothing more.
  static let least: ValueMap = {
    var data = full
    for entry in full.entries {
      let name = entry.key.stringValue ?? ""
      let isKept = EmailExecutorTests.data[name] != nil || ["other", "proposed", "deadline", "amount"].contains(name)
      if !isKept { data[name] = .null }
    }
    data["url"] = .null
    return data
  }()

  private func mails() throws -> [(name: String, mail: RenderedMail)] {
    let templates = try ShippedTemplateTests.load()
    var mails: [(String, RenderedMail)] = []
    for name in templates.names {
      for language in ["en", "de"] {
        for (form, data) in [("full", Self.full), ("least", Self.least)] {
          let mail = try templates.render(
            name, language: language, recipient: "Anna Weber", data: data, zones: SystemZones())
          mails.append(("\(name).\(form).\(language)", mail))
        }
      }
    }
    return mails
  }

  @Test func everyMailSaysItsLanguageAndItsTitleAndLoadsNothing() throws {
    for (name, mail) in try mails() {
      // Programs that show a mail inside a page of their own drop the outer elements; the inner one says it again.
      #expect(mail.html.contains("<html lang=\"\(mail.language)\" dir=\"ltr\">"), "\(name)")
      #expect(mail.html.contains("<div role=\"article\" lang=\"\(mail.language)\" dir=\"ltr\" aria-label="), "\(name)")
      #expect(mail.html.contains("<title>\(MailLayout.escape(mail.subject))</title>"), "\(name)")
      #expect(mail.html.contains("<meta name=\"color-scheme\" content=\"light dark\">"), "\(name)")
      for word in ["<img", "<table", "<script", "url(", "@import", "<link", "src="] {
        #expect(!mail.html.contains(word), "\(name) has \(word)")
      }
    }
  }

  @Test func whatAMailSaysIsLegibleInLightAndInDark() {
    for scheme in [MailLayout.Colours.light, .dark] {
      #expect(contrast(scheme.text, scheme.page) >= 7)
      #expect(contrast(scheme.onButton, scheme.button) >= 7)
      #expect(contrast(scheme.button, scheme.page) >= 7, "a button stands out, and links have its colour")
    }
  }

  /// The ratio of two colours' luminance (WCAG 2.2, 1.4.3).
  private func contrast(_ one: String, _ other: String) -> Double {
    func luminance(_ colour: String) -> Double {
      let parts = stride(from: 1, to: 7, by: 2).map { place -> Double in
        let digits = colour.dropFirst(place).prefix(2)
        let value = Double(Int(digits, radix: 16) ?? 0) / 255
        return value <= 0.040_45 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (low, high) = (min(luminance(one), luminance(other)), max(luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["WRITE_MAILS"] != nil, "scripts/mail-pictures asks for the files"))
  func theMailsAreWrittenForABrowser() throws {
    let folder = ProcessInfo.processInfo.environment["WRITE_MAILS"] ?? ""
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, mail) in try mails() {
      try Data(mail.html.utf8).write(to: URL(filePath: "\(folder)/\(name).html"))
      try Data("Subject: \(mail.subject)\n\n\(mail.text)".utf8).write(to: URL(filePath: "\(folder)/\(name).txt"))
    }
  }
}
