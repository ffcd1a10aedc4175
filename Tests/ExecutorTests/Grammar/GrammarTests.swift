import CEL
import CivilTime
import Execution
import Foundation
import Testing

@testable import Executors
import Transport

/// A person may have any name: other programs read our mail as it was meant, and in no other way.
@Suite struct GrammarTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// Characters that mean something in a URI, a header, iCalendar, HTML or to a reader of lines, and some that do not.
  private static let pieces = [
    "a", "Z", "é", "日本", "👩‍👧", " ", ",", ";", ":", "\\", "\"", "'", "<", ">", "&", "%41", "=?", "?=", "=3D", "[", "]",
    "(", ")", "@",
    "#", "?", "/", "+", "\\n", "\u{301}", "</p>", "<b>", "END:VEVENT", "BEGIN:X", "~", "`", "|", "^n", "ß",
  ]

  private static func text(_ random: inout SplitMix64, _ count: ClosedRange<Int>) -> String {
    let words = (0..<Int.random(in: count, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
    return "x" + words.joined() + "y"
  }

  private static func address(_ random: inout SplitMix64) -> String {
    let characters = Array("abcXYZ019!#$%&'*+-/=?^_`{|}~")
    let local = (0..<Int.random(in: 1...30, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a"
    }
    return String(local) + "@client.example"
  }

  private struct Sent {
    let subject, name, address, uid, location: String
  }

  @Test(.timeLimit(.minutes(1))) func everyTextOfAMailMeansItselfToAnIndependentReader() async throws {
    var random = SplitMix64(state: 11)
    let template = MailTemplateFile(name: "t.en.mail", text: "subject: {{subject}}\n\nDear {{name}},\n\n- {{place}}\n")
    let templates = try MailTemplates([template])
    let settings = EmailSettings(
      server: SMTPServer(host: "localhost", port: 25, security: .none), from: "o'neil+%41@example.org",
      fromName: "Magnetiq", domain: "example.org")
    var sent: [Sent] = []
    var mails: [Value] = []
    for number in 0..<300 {
      let one = Sent(
        subject: Self.text(&random, 0...20), name: Self.text(&random, 0...12), address: Self.address(&random),
        uid: Self.text(&random, 0...6), location: Self.text(&random, 0...20))
      let invitation = try Invitation([
        "method": "REQUEST", "uid": .string(one.uid), "sequence": .int(Int64(number)),
        "start": .timestamp(instant("2026-03-10T09:00:00Z")), "end": .timestamp(instant("2026-03-10T10:30:00Z")),
        "summary": .string(one.subject), "location": .string(one.location), "organizer": .string(settings.from),
        "attendee": .string(one.address),
      ])
      let mail = try templates.render(
        "t", language: "en", recipient: one.name,
        data: ["subject": .string(one.subject), "name": .string(one.name), "place": .string(one.location)],
        zones: ZoneTable())
      let content = try MailComposer(settings: settings).compose(
        MailComposer.Letter(
          recipient: #require(EmailAddress(one.address)), name: one.name, mail: mail, invitation: invitation,
          key: "k/\(number)/g1", messageID: "<k@example.org>", date: instant("2026-03-03T09:00:00Z")))
      sent.append(one)
      mails.append(.string(Data(content).base64EncodedString()))
    }
    let found = try await Self.read(.list(mails))
    try #require(found.count == sent.count, "\(found)")
    for (one, read) in zip(sent, found) {
      let words = { (text: String) in text.split(separator: " ").joined(separator: " ") }
      #expect(words(read["subject"]?.stringValue ?? "") == words(one.subject))
      #expect(words(read["name"]?.stringValue ?? "") == words(one.name))
      #expect(read["to"]?.stringValue == one.address)
      #expect(read["attendee"]?.stringValue == one.address)
      #expect(read["organizer"]?.stringValue == settings.from)
      #expect(read["summary"]?.stringValue == one.subject)
      #expect(read["location"]?.stringValue == one.location)
      #expect(read["uid"]?.stringValue == one.uid)
      #expect(
        read["tags"] == [
          "html", "head", "meta", "meta", "meta", "meta", "title", "style", "body", "div", "p", "ul", "li",
        ])
      #expect(
        read["properties"] == [
          "ATTENDEE", "DTEND", "DTSTAMP", "DTSTART", "LOCATION", "ORGANIZER", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP",
          "UID",
        ])
    }
  }

  private static func read(_ mails: Value) async throws -> [Value] {
    let python = root.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(".build/venv/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path), "\(python.path) is missing: run scripts/venv")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("mails-\(UUID().uuidString).json")
    try Data(JSON.encode(mails)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output: String = try await withCheckedThrowingContinuation { continuation in
      let process = Process()
      let pipe = Pipe()
      process.executableURL = python
      process.arguments = [root.appendingPathComponent("read_mail.py").path, file.path]
      process.standardOutput = pipe
      process.standardError = pipe
      do { try process.run() } catch { return continuation.resume(throwing: error) }
      DispatchQueue.global().async {
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        continuation.resume(returning: String(decoding: data, as: UTF8.self))
      }
    }
    return output.split(separator: "\n").map { (try? JSON.parse(Array($0.utf8))) ?? .string(String($0)) }
  }

  /// A value within a link's address is a part of it: it adds no parameter, no path and no other host.
  @Test func aValueWithinALinkStaysOnePartOfIt() throws {
    let templates = try MailTemplates([
      MailTemplateFile(
        name: "t.en.mail", text: "subject: S\n\n[Go](https://example.org/{{a}}?b={{b}}#c)\n\n[All]({{url}})\n")
    ])
    let mail = try templates.render(
      "t", language: "en", recipient: nil,
      data: ["a": "../x?y", "b": "1&admin=1 é", "url": "https://example.org/?a=1&b=2"], zones: ZoneTable())
    #expect(mail.text.contains("https://example.org/..%2Fx%3Fy?b=1%26admin%3D1%20%C3%A9#c\n"))
    #expect(mail.text.contains("https://example.org/?a=1&b=2\n"))
  }
}

/// Random numbers that are the same every time.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
