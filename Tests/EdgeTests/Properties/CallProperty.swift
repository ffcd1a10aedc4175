import CEL
@testable import Control

/// The property of every body of a call on the operators' sockets.
enum CallProperty {
  private static let peer = Peer(pid: 1, uid: 1, gid: 1, admin: true)

  /// The first byte chooses the verb.
  static func violation(_ bytes: [UInt8]) -> String? {
    let verbs = VerbTable.all
    let type = verbs[Int(bytes.first ?? 0) % verbs.count]
    do throws(ControlFailure) {
      let call = try CallReading.read(Array(bytes.dropFirst()), type, peer)
      if type.verb.kind == .act, !call.caller.dryRun, call.caller.key == nil || call.caller.reason == nil {
        return "\(type.verb.name) has no reason"
      }
      return again(call.request)
    } catch {
      guard (400...499).contains(error.status), !error.code.isEmpty else { return "\(error)" }
      // A failure is sent back and logged: it does not repeat what was sent at any length.
      guard error.message.utf8.count + (error.hint?.utf8.count ?? 0) <= 2_048 else { return "a failure of any length" }
      return nil
    }
  }

  /// A request that was read is written as one that is read again as the same.
  private static func again<R: ControlRequest>(_ request: R) -> String? {
    do {
      let first = try Wire.value(of: request)
      let second = try Wire.value(of: try Wire.read(R.self, from: first, strictly: true))
      return JSON.encode(first) == JSON.encode(second) ? nil : "\(R.verb.name) is written as another request"
    } catch {
      return "\(R.verb.name) cannot be read again: \(error)"
    }
  }
}
