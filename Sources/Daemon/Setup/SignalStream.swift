@preconcurrency import Dispatch

/// The first of some signals. They keep their default action until Dispatch has put its handler in place: one that comes
/// earlier ends the process, and is not lost.
final class SignalStream: Sendable {
  private let stream: AsyncStream<Void>
  /// A source that nobody holds stops listening, and its signal is then ignored.
  private let sources: [any DispatchSourceSignal]

  init(_ numbers: [Int32]) {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(()) }
      source.resume()
      return source
    }
  }

  func first() async {
    for await _ in stream { break }
    for source in sources { source.cancel() }
  }
}
