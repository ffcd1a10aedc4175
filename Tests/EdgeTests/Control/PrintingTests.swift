import CEL
import CivilTime
import Control
import Testing

@testable import ControlCommands

/// Output for people fits their terminal and cannot be misread.
@Suite struct PrintingTests {
  /// Berlin around the end of summer time 2029: 28 October, 01:00 UTC.
  private let berlin: Wall = {
    let change: Int64 = 1_887_843_600
    return Wall(now: Instant(seconds: change) ?? .epoch) { $0.seconds < change ? 7_200 : 3_600 }
  }()

  @Test func aTableForAccountingRunsNoFormula() {
    let cells: [CSV.Cell] = [
      .text("=HYPERLINK(1)"), .text("+49"), .text("-1"), .text("@a"), .number(-119), .text("A \"B\", C"),
      .text("plain"),
    ]
    #expect(CSV.line(cells) == "'=HYPERLINK(1),'+49,'-1,'@a,-119,\"A \"\"B\"\", C\",plain\r\n")
  }

  @Test func theHourThatAClockShowsTwiceDiffersByItsOffset() throws {
    let first = try Instant.parse("2029-10-28T00:30:00Z")
    let second = try Instant.parse("2029-10-28T01:30:00Z")
    #expect(berlin.text(first) == "28 Oct 02:30 +02:00 (30 min ago)")
    #expect(berlin.text(second) == "28 Oct 02:30 +01:00 (in 30 min)")
    #expect(berlin.exact(second) == "28 Oct 02:30:00 +01:00")
  }

  @Test(arguments: [(0, "UTC"), (-12_600, "-03:30"), (20_700, "+05:45"), (3_208, "+00:53:28")])
  func everyOffsetIsWritten(seconds: Int, text: String) {
    let wall = Wall(now: .epoch) { _ in seconds }
    #expect(wall.short(Instant(seconds: 86_400) ?? .epoch).hasSuffix(text))
  }

  /// Unicode's own tables say what a control is.
  @Test func whatIsPrintedSteersNoTerminal() {
    for value in (UInt32(0)...0x2_FFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let printed = Cell.plain("a\(scalar)b").unicodeScalars.contains(scalar)
      let properties = scalar.properties
      // The marks of direction belong to names in Arabic and Hebrew, and turn nothing around.
      let isMark = [0x61C, 0x200E, 0x200F].contains(value)
      let steers =
        [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
        || properties.isBidiControl && !isMark
      #expect(printed != steers, "U+\(String(value, radix: 16))")
    }
  }

  @Test func aTableThatIsWiderThanThePageHasItsFieldsBelowEachOther() {
    let grid = Grid(
      titles: ["task", "asks"], rows: [["1", "a question that is longer than the line"], ["22", ""]])
    #expect(grid.text(width: 80).split(separator: "\n").count == 3)
    #expect(
      grid.text(width: 30) == """
        task  1
        asks  a question that is
              longer than the line

        task  22
        """)
  }

  @Test(arguments: [20, 40, 60, 80])
  func noLineIsWiderThanThePage(width: Int) {
    let words = (1...60).map { String(repeating: "x", count: $0 % 9 + 1) }
    let grid = Grid(titles: ["a", "b"], rows: [[words.joined(separator: " "), "1"]])
    let texts = [grid.text(width: width), Paragraph.wrap(words.joined(separator: " "), width: width)]
    for line in texts.joined(separator: "\n").split(separator: "\n") { #expect(line.count <= max(width, 23)) }
  }

  @Test func aPartThatIsLongerThanALineIsBrokenBetweenItsWords() {
    #expect(
      Paragraph.flow(
        ["refund.updated", "by webhook stripe/refund.created, stripe/refund.failed", "in payment"], width: 40, indent: 6
      )
        == """
        refund.updated
              by webhook stripe/refund.created,
                stripe/refund.failed
              in payment
        """)
  }

  @Test func aLongCommandIsBrokenAsAShellReadsIt() {
    let command = "magnetiqctl tasks done 7 --data '{\"paid\": bool}' --reason WHY"
    #expect(Paragraph.command(command, width: 80, indent: 2) == command)
    #expect(
      Paragraph.command(command, width: 40, indent: 2) == """
        magnetiqctl tasks done 7 \\
            --data '{"paid": bool}' \\
            --reason WHY
        """)
  }

  @Test(
    arguments: [
      (["bokings", "list"], "did you mean 'bookings'?"), (["bookings", "lst"], "did you mean 'list'?"),
      (["clock", "xyzzy"], "there are show, accept, advance"), (["bookings", "hist"], "did you mean 'history'?"),
    ] as [([String], String)])
  func aMisspeltCommandIsAnsweredWithTheNearestOne(arguments: [String], hint: String) {
    #expect(MisspeltCommand(in: arguments)?.message.hasSuffix(hint) == true)
  }

  @Test(arguments: [["bookings", "list", "--stats"], ["tasks", "show", "x"], ["help", "bookings"], ["--version"]])
  func aCommandThatIsSpeltRightIsLeftToTheParser(arguments: [String]) {
    #expect(MisspeltCommand(in: arguments) == nil)
  }

  @Test(
    arguments: [
      ("handled", "VLT-1 took it."), ("accepted", "VLT-1 took it."),
      ("ignored", "Nothing changed: the booking's present state ignores this event."),
      ("queued", "The event is kept: the booking is stopped, and takes it when it runs again."),
      ("duplicate", "VLT-1 took it: that was done before, under the same key."),
    ])
  func theSentenceAboutAnActSaysWhetherAnythingChanged(verdict: String, sentence: String) {
    #expect(ReplyText.sentence(ActResult(verdict: verdict), done: "VLT-1 took it", dryRun: false) == sentence)
  }
}
