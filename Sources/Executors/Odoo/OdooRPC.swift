import CEL
import Execution
import Synchronization
import Transport

/// The differences of JSON-RPC from JSON-2: positional arguments, and errors inside of answers with status 200.
enum OdooRPC {
  /// `execute_kw` takes the records' ids first, everything else by name.
  static func arguments(_ parameters: Value) -> [Value] {
    guard case .map(let map) = parameters else { return [[], [:]] }
    let named = map.entries.filter { $0.key != .string("ids") }
      .reduce(into: ValueMap()) { $0[key: $1.key] = $1.value }
    return [map["ids"].map { [$0] } ?? [], .map(named)]
  }

  /// The answer as JSON-2 would have given it: the bare result, or an error with its status, name and message. An answer
  /// that is not JSON-RPC's stays as it is, and is unreadable if it calls itself a success.
  static func plain(_ response: HTTPResponse) -> HTTPResponse {
    guard response.isSuccess else { return response }
    guard let body = try? JSON.parse(response.body), body["jsonrpc"] != nil else {
      return HTTPResponse(status: response.status, headers: response.headers)
    }
    if let error = body["error"], !error.isNull {
      let name = error["data"]?["name"]?.stringValue ?? ""
      let fault: Value = [
        "name": .string(name), "message": error["data"]?["message"] ?? error["message"] ?? "",
      ]
      return HTTPResponse(status: status(of: name), headers: response.headers, body: JSON.encode(fault))
    }
    return HTTPResponse(status: 200, headers: response.headers, body: JSON.encode(body["result"] ?? .null))
  }

  /// The status that JSON-2 gives to an exception of this class.
  private static func status(of name: String) -> Int {
    switch name.split(separator: ".").last.map(String.init) ?? "" {
    case "AccessDenied", "SessionExpiredException": 401
    case "AccessError": 403
    case "MissingError": 404
    case "SerializationFailure", "LockNotAvailable": 409
    case "UserError", "ValidationError", "ValueError", "TypeError", "RedirectWarning": 422
    default: 500
    }
  }
}

/// The number of the key's user, which JSON-RPC wants in each call. It is asked for once.
final class OdooLogin: Sendable {
  private let known = Mutex<Int64?>(nil)

  /// - Parameter ask: signs in; the answer is the user's number, or `false`.
  func user(ask: () async throws(OdooClient.Stop) -> Value) async throws(OdooClient.Stop) -> Int64 {
    if let id = known.withLock({ $0 }) { return id }
    guard let id = try await ask().intValue else {
      throw OdooClient.Stop(
        outcome: .retry(
          StepError(
            code: "unauthorized",
            message:
              "Odoo does not let the user in: check executors.odoo.database and user, and renew the key if it has ended",
            isOurs: true), after: nil))
    }
    known.withLock { $0 = id }
    return id
  }

  func forget() { known.withLock { $0 = nil } }
}
