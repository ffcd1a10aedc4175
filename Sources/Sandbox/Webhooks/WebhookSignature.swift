import Digests
import Encoding

/// `Stripe-Signature: t=…,v1=…`: HMAC-SHA256 over `t.body`, keyed with the secret's ASCII text, `whsec_` included.
enum WebhookSignature {
  static func header(body: [UInt8], secret: String, at seconds: Int64) -> String {
    var message = Array("\(seconds).".utf8)
    message.append(contentsOf: body)
    let code = HMACSHA256.code(for: message, key: Array(secret.utf8))
    return "t=\(seconds),v1=\(Hex.encode(code))"
  }
}
