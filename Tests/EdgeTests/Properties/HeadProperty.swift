import CEL
import HTTPTypes
import HummingbirdCore
@testable import Ingress
import NIOCore
import NIOHTTP1

/// Holds for every head that is passed on: its route, its credentials, its client.
enum HeadProperty {
  static func violation(_ head: HTTPRequestHead) -> String? {
    guard head.uri.first == "/" || head.uri == "*" else { return "the target \(head.uri) is passed on" }
    if let route = try? Route.parse(head.uri) {
      guard names(of: route).allSatisfy({ Names.isName($0, limit: 128) }) else {
        return "\(route) holds what is no name"
      }
      guard reference(of: route).map(FieldFormat.isReference) ?? true else { return "\(route) has no reference" }
    }
    var fields = HTTPFields()
    for (name, value) in head.headers {
      guard let name = HTTPField.Name(name) else { return "the field \(name) is passed on" }
      fields.append(HTTPField(name: name, value: value))
    }
    let request = Request(
      head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: head.uri, headerFields: fields),
      body: RequestBody(buffer: ByteBuffer()))
    switch Credentials.read(request) {
    case .bearer(let secret), .capability(let secret):
      guard (1...Credentials.limit).contains(secret.utf8.count), secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
      else { return "the secret \(secret) is taken" }
    case .none, .unreadable: break
    }
    let forwarded = head.headers["X-Forwarded-For"]
    let trusted = ["10.0.0.0/8", "2001:db8::/32", "unix"].compactMap { AddressRange($0) }
    for peer in ["10.0.0.1", "192.0.2.1", nil] {
      let key = ClientAddress.key(peer: peer, forwarded: forwarded, trusted: trusted)
      guard key.utf8.count <= 40, key.utf8.allSatisfy({ (0x2E...0x7A).contains($0) }) else {
        return "a client is counted as \(key)"
      }
      if peer == "192.0.2.1", key != "192.0.2.1" { return "\(forwarded) is believed of a stranger: \(key)" }
    }
    return nil
  }

  private static func names(of route: Route) -> [String] {
    switch route {
    case .health, .catalogue(.services), .catalogue(.consultants), .catalogue(.allSlots): []
    case .catalogue(.consultant(let slug)), .catalogue(.slots(let slug)): [slug]
    case .webhook(let source): [source]
    case .quotes(.collection): []
    case .quotes(.item(let id)), .quotes(.longer(let id)): [id]
    case .market(.why(_, let consultant)): [consultant]
    case .market: []
    case .collection(let name): [name]
    case .item(let collection, _): [collection]
    case .event(let collection, _, let name): [collection, name]
    case .unsubscribe(_, let token): [token]
    case .tasks: []
    }
  }

  /// A family's reference may have characters that no other name has.
  private static func reference(of route: Route) -> String? {
    switch route {
    case .item(_, let reference), .event(_, let reference, _): reference
    case .unsubscribe(let reference, _), .tasks(let reference): reference
    case .market(.why(let id, _)), .market(.outcomes(let id)), .market(.lead(let id)), .market(.touchpoints(let id)): id
    case .health, .catalogue, .quotes, .market, .webhook, .collection: nil
    }
  }
}
