import CivilTime
import HTTPTypes

/// The judgement whether a delivery comes from its claimed sender. It is made over the raw bytes, before anything is
/// parsed.
enum Verification: Hashable {
  /// A secret of the source verifies the delivery.
  case valid
  /// No secret does. The reason is for the operator; the sender is not told.
  case invalid(String)

  /// Returns what an operator can do about deliveries that are refused for this reason.
  static func cure(of reason: String, _ source: WebhookSource) -> String {
    let header =
      switch source.scheme {
      case .stripe: "Stripe-Signature"
      case .standardWebhooks: "webhook-id, webhook-timestamp and webhook-signature"
      case .hmacSHA256(let header, _, let prefix): prefix.isEmpty ? header : "\(header): \(prefix)…"
      case .zoom: "x-zm-signature and x-zm-request-timestamp"
      case .twilio(let address): "X-Twilio-Signature, over an address that begins with \(address)"
      case .basic: "Authorization: Basic"
      case .bearer: "Authorization: Bearer"
      }
    switch reason {
    case "missing_header", "malformed_header": return "the sender has to give \(header)"
    case "stale": return "its time is further than the source's tolerance from ours: look at both clocks"
    default:
      return "none of the source's secrets verifies it: compare them (ingress.sources, credentials) with the sender's"
    }
  }

  /// - Parameter target: the request's path and query as they were sent.
  static func verify(
    _ body: [UInt8], _ headers: HTTPFields, target: String, from source: WebhookSource, times: [Instant]
  ) -> Verification {
    switch source.scheme {
    case .stripe: StripeSignature.verify(body, headers, source, times)
    case .standardWebhooks: StandardSignature.verify(body, headers, source, times)
    case .hmacSHA256(let header, let encoding, let prefix):
      BodySignature.verify(body, headers, header: header, encoding: encoding, prefix: prefix, source)
    case .zoom: ZoomSignature.verify(body, headers, source, times)
    case .twilio(let address): TwilioSignature.verify(body, headers, url: address + target, source)
    case .basic: HeaderSecret.verifyBasic(headers, source)
    case .bearer: HeaderSecret.verifyBearer(headers, source)
    }
  }

  /// Judges a delivery before its body is read. A secret in the head is verified completely; a signature has to be
  /// there.
  static func ofHead(_ headers: HTTPFields, from source: WebhookSource) -> Verification {
    switch source.scheme {
    case .basic: HeaderSecret.verifyBasic(headers, source)
    case .bearer: HeaderSecret.verifyBearer(headers, source)
    case .zoom: present(ZoomSignature.header, headers)
    case .twilio: present(TwilioSignature.header, headers)
    case .stripe: present("Stripe-Signature", headers)
    case .standardWebhooks: present("webhook-signature", headers)
    case .hmacSHA256(let header, _, _): present(header, headers)
    }
  }

  private static func present(_ header: String, _ headers: HTTPFields) -> Verification {
    HTTPField.Name(header).flatMap { headers[$0] } == nil ? .invalid("missing_header") : .valid
  }

  /// Returns true if the text is a time in Unix seconds within the tolerance of one of `times`, before or after.
  ///
  /// While the clock is not trusted there are two times: the one of the machine's clock, and the one that continues
  /// from the last trusted reading. The step may have been wrong, or may have corrected an earlier error, and senders
  /// with the right time fit one or the other. To insist on either would turn honest senders away. To accept both
  /// admits no replay, because freshness is not the defence against that: an event's key is remembered for the
  /// deduplication horizon, a second delivery is a duplicate however fresh it looks, and an event that was made before
  /// the horizon is quarantined. The wider judgement can only admit a delivery that never arrived before. The sender
  /// made it, and it is late, like one that a provider repeats for days under a new signature.
  static func isFresh(_ text: String, _ source: WebhookSource, _ times: [Instant]) -> Bool {
    guard text.utf8.count <= 12, let seconds = Int64(text), let at = Instant(seconds: seconds) else { return false }
    return times.contains { time in
      let apart = time.duration(since: at)
      return apart <= source.tolerance && apart >= .zero - source.tolerance
    }
  }
}
