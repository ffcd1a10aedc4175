@preconcurrency import Dispatch
import Glibc

/// The first of some signals. Their default action is switched off.
final class SignalStream: Sendable {
  private let stream: AsyncStream<Void>

  init(_ numbers: [Int32]) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(()) }
      source.resume()
      return source
    }
    // All sources live as long as somebody may wait for one of them.
    continuation.onTermination = { _ in for source in sources { source.cancel() } }
  }

  func first() async { for await _ in stream { return } }
}
