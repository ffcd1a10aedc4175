import CEL

/// Finds who answers an invitation. The invitation's UID is the booking's reference, and anybody may write a mail with it:
/// an answer counts only for somebody whom the booking knows by the address that was invited. The sender's own address is
/// told as well, because people answer from another one and have others answer for them (RFC 6047 §2.3).
struct MailParty {
  let receiver: any EventReceiver

  enum Result {
    /// The event, with the path of the party's address under `party` if it is an answer.
    case signed(Value)
    /// It answers for somebody whom no booking of this reference knows.
    case stranger
    case unreadable
  }

  func sign(_ report: Value) async -> Result {
    guard case .map(var fields) = report, fields["event"]?.stringValue?.hasPrefix("reply.") == true else {
      return .signed(report)
    }
    guard let address = fields["email"]?.stringValue, let reference = fields["uid"]?.stringValue else {
      return .stranger
    }
    do throws(Unreadable) {
      guard let party = try await receiver.party(at: address, reference: reference) else { return .stranger }
      fields["party"] = .string(party)
      return .signed(.map(fields))
    } catch {
      return .unreadable
    }
  }
}
