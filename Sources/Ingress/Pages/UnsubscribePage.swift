import CEL
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Listening

/// `/unsubscribe/{reference}/{token}`: ends marketing mails of a booking by one click (RFC 8058). Mail programs POST; a person who
/// opens the link sees a page with a button, because programs that look at links of a mail must not unsubscribe anybody.
struct UnsubscribePage: Sendable {
  /// The event that a click sends.
  static let event = "unsubscribe"

  let gateway: Gateway

  func respond(_ request: Request, _ body: UnreadBody, reference: String, token: String) async -> Response {
    // Without a secret there are no links, and none that is right.
    guard let expected = gateway.settings.unsubscribeToken?(reference),
      SecretDigest(expected).matches(SecretDigest(token))
    else { return Problem.notFound.response() }
    guard request.method == .post else { return question() }
    // One-click requests have a body that says so; nothing of it is needed.
    switch await body.read() {
    case .complete: break
    case .truncated: return Problem(400, "body_truncated").response()
    case .tooLarge: return await gateway.tooLarge(source: "unsubscribe").response()
    }
    let event = InboundEvent(
      source: "unsubscribe", key: reference, name: Self.event, role: "client", reference: reference,
      body: .map(ValueMap()), content: [], actor: "client")
    let receiver = gateway.receiver
    guard case .replied(let reply) = await gateway.reply({ await receiver.submit(event) }) else {
      return Problem.busy.response()
    }
    if case .overloaded = reply { return Problem.overloaded.response() }
    if case .unknownTarget = reply { return Problem.notFound.response() }
    var page = HTMLPage("You will get no more of these messages")
    page.add(paragraph: "Messages about your booking itself still come: its date, its payment, what you are owed.")
    page.body +=
      "<p lang=\"de\">Sie erhalten keine Nachrichten dieser Art mehr. Was Ihre Buchung selbst betrifft, kommt weiterhin.</p>\n"
    return page.response()
  }

  private func question() -> Response {
    var page = HTMLPage("No more messages of this kind?")
    page.add(paragraph: "Messages about your booking itself still come: its date, its payment, what you are owed.")
    page.body +=
      "<p lang=\"de\">Keine Nachrichten dieser Art mehr? Was Ihre Buchung selbst betrifft, kommt weiterhin.</p>\n"
    page.body += "<form method=\"post\"><button>Unsubscribe <span lang=\"de\">/ Abbestellen</span></button></form>\n"
    return page.response()
  }
}
