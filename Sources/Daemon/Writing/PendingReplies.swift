import EngineMessages
import Synchronization
import WorkflowEngine

/// Who waits for the reply to an input, by the token that travels with it.
final class PendingReplies: Sendable {
  private let state = Mutex<(next: Int64, waiting: [ReplyToken: CheckedContinuation<Reply?, Never>])>((0, [:]))

  /// Hands a new token over and waits for its reply; nil: there was no commit.
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
