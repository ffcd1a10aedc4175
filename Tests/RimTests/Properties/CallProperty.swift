import CEL
@testable import Control

/// What holds for every body of a call on the operators' sockets.
enum CallProperty {
  private static let peer = Peer(pid: 1, uid: 1, gid: 1, admin: true)

  /// The first byte chooses the verb.
  static func violation(_ bytes: [UInt8]) -> String? {
    let verbs = VerbTable.all
    let verb = verbs[Int(bytes.first ?? 0) % verbs.count]
    do throws(ControlFailure) {
      let call = try CallReading.read(Array(bytes.dropFirst()), verb, peer)
      guard case .map(let arguments) = call.arguments else { return "arguments are no object" }
      for entry in arguments.entries where !verb.arguments.contains(where: { $0.name == entry.key.stringValue }) {
        return "\(verb.name) takes \(entry.key)"
      }
      if verb.kind == .act, !call.dryRun, call.key == nil || call.reason == nil { return "\(verb.name) has no reason" }
      return nil
    } catch {
      guard (400...499).contains(error.status), !error.code.isEmpty else { return "\(error)" }
      // A failure is sent back and logged: it does not repeat what was sent at any length.
      guard error.message.utf8.count + (error.hint?.utf8.count ?? 0) <= 2_048 else { return "a failure of any length" }
      return nil
    }
  }
}
