@preconcurrency import Dispatch
import Glibc

/// The first of some signals. Their default action is switched off.
final class SignalStream: Sendable {
  private let stream: AsyncStream<Void>

  init(_ numbers: [Int32]) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    for number in numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(()) }
      source.resume()
      // The source lives as long as somebody may wait for it.
      continuation.onTermination = { _ in source.cancel() }
    }
  }

  func first() async { for await _ in stream { return } }
}
