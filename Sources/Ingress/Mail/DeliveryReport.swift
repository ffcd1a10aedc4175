import Encoding

/// The machine-readable part of a delivery report (RFC 3464): what became of a mail for its first recipient of whom it
/// says anything bad.
struct DeliveryReport {
  /// `hard_bounce`, `soft_bounce`, `blocked`, `deferred` or `delivered`.
  let event: String
  let recipient: String?
  /// The status of RFC 3463, such as `5.1.1`.
  let status: String?

  init(_ body: [UInt8]) {
    // The first group is about the message; each further one is about a recipient.
    let groups = MailReport.fields(of: body).filter { $0["action"] != nil }
    let worst = groups.first { $0["action"]?.lowercased() == "failed" } ?? groups.first
    recipient = (worst?["original-recipient"] ?? worst?["final-recipient"]).map { MailReport.address($0) }
    let status = worst?["status"]?.split(separator: " ").first.map(String.init)
    self.status = status
    switch worst?["action"]?.lowercased() {
    case "failed": event = Self.failure(status ?? "")
    case "delayed": event = "deferred"
    default: event = "delivered"
    }
  }

  /// A mailbox that does not exist is told from one that is full, and from a mail that a server does not want.
  private static func failure(_ status: String) -> String {
    let parts = status.split(separator: ".").map(String.init)
    guard parts.count == 3 else { return "hard_bounce" }
    switch (parts[0], parts[1], parts[2]) {
    case ("4", _, _), ("5", "2", "2"), ("5", "3", _), ("5", "4", _), ("5", "5", _): return "soft_bounce"
    case ("5", "7", _), ("5", "6", _): return "blocked"
    default: return "hard_bounce"
    }
  }
}
