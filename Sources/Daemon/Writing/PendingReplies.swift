import EngineMessages
import Synchronization
import WorkflowEngine

/// The waiting callers, by the token that travels with their input.
final class PendingReplies: Sendable {
  private let state = Mutex<(next: Int64, waiting: [ReplyToken: CheckedContinuation<Reply?, Never>])>((0, [:]))

  /// Sends an input with a new token and waits for its reply; nil if there was no commit.
  func reply(_ send: (ReplyToken) -> Void) async -> Reply? {
    await withCheckedContinuation { continuation in
      let token = state.withLock { state in
        state.next += 1
        let token = ReplyToken(rawValue: state.next)
        state.waiting[token] = continuation
        return token
      }
      send(token)
    }
  }

  func answer(_ token: ReplyToken, _ reply: Reply?) {
    state.withLock { $0.waiting.removeValue(forKey: token) }?.resume(returning: reply)
  }
}
