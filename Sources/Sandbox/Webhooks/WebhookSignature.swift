import Crypto
import Encoding

/// `Stripe-Signature: t=…,v1=…`: HMAC-SHA256 over `t.body`, keyed with the secret's ASCII text, `whsec_` included.
enum WebhookSignature {
  static func header(body: [UInt8], secret: String, at seconds: Int64) -> String {
    var message = Array("\(seconds).".utf8)
    message.append(contentsOf: body)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Array(secret.utf8)))
    return "t=\(seconds),v1=\(Hex.encode(code))"
  }
}
