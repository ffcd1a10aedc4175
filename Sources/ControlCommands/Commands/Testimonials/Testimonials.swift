import ArgumentParser
import Control

struct TestimonialCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "testimonials", abstract: "See what clients allow to be shown of their words, and show it.",
    subcommands: [TestimonialsList.self, TestimonialsApprove.self, TestimonialsHide.self])
}

struct TestimonialsList: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the words that clients allow to be shown, in the order of their bookings.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var page: PageOptions

  func perform(_ session: Session) throws {
    let request = ListTestimonials(after: page.after, limit: page.length.limit)
    session.show(list: try session.read(request), empty: "no testimonial") { _ in
      [
        .init("booking") { $0.reference }, .init("consultant") { $0.consultant },
        .init("rating") { $0.rating.map { "\($0)" } ?? "" }, .init("shown") { $0.isShown ? "yes" : "no" },
        .init("name") { $0.name ?? "" }, .init("words") { $0.text ?? "" },
      ]
    }
  }
}

struct TestimonialsApprove: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Show a client's words on the pages.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The reference of the booking.")
  var reference: ShortText

  func perform(_ session: Session) throws {
    try session.act(
      ApproveTestimonial(reference: reference), act, done: "the words of \(reference.string) are on the pages")
  }
}

struct TestimonialsHide: DaemonCommand {
  static let configuration = CommandConfiguration(
    commandName: "hide", abstract: "Take a client's words from the pages.")

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var act: ActOptions

  @Argument(help: "The reference of the booking.")
  var reference: ShortText

  func perform(_ session: Session) throws {
    try session.act(
      HideTestimonial(reference: reference), act, done: "the words of \(reference.string) are on no page")
  }
}
