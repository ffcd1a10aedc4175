public import CivilTime
import HTTPTypes
import HummingbirdCore
public import Listening
public import Logging
import NIOCore

/// The public door: listens, bounds, routes. `init` binds, `run` serves until `drain`, and the last answer has left when it
/// returns.
public final class IngressServer: Sendable {
  private let listener: HTTPListener

  /// - Parameters:
  ///   - signatureTimes: the times that a sender's signature may carry now, each within its source's tolerance. One, unless the clock is
  ///     distrusted: then what it shows, and what it would show if it had not been stepped.
  ///   - ticks: monotonic time from any beginning; rates are measured by it.
  ///   - tally: counts the webhooks that are acknowledged and forgotten.
  ///   - pause: waits for so long, or until cancelled; bounds the wait for a commit.
  public init(
    _ settings: IngressSettings, sink: any EventSink, signatureTimes: @escaping @Sendable () -> [Instant],
    ticks: (@Sendable () -> Duration)? = nil, tally: WebhookTally = WebhookTally(),
    pause: (@Sendable (Duration) async -> Void)? = nil, logger: Logger
  ) async throws(ListenError) {
    let start = ContinuousClock.now
    let ticks = ticks ?? { ContinuousClock.now - start }
    let door = Door(
      settings: settings, sink: sink, signatureTimes: signatureTimes, ticks: ticks,
      deadline: pause.map { Deadline(pause: $0) } ?? Deadline(), gate: Gate(settings.inFlight),
      tally: tally)
    let router = IngressRouter(door: door)
    let trusted = settings.trustedProxies
    // A connection that says nothing is counted by this only.
    let arrivals = RateLimiter(settings.arrivals)
    listener = try await HTTPListener(
      settings.address, limits: settings.listen,
      judge: { channel in
        // A proxy's connections are many clients'; what each of those may do at once is bounded by `Shares`.
        if ClientAddress.isTrusted(channel.remoteAddress?.ipAddress, trusted) {
          return HTTPListener.known(.proxy, channel)
        }
        let key = HTTPListener.addressKey(channel)
        let isTooOften = arrivals.take(key, at: ticks()) != nil
        return HTTPListener.known(isTooOften ? .tooOften : .known(key), channel)
      }, logger: logger
    ) { request, channel in
      await router.respond(request, on: channel)
    }
  }

  /// The TCP port that is listened on; nil for a Unix socket.
  public var port: Int? { listener.port }

  /// Serves until `drain`. To be called once.
  public func run() async { await listener.run() }

  /// Takes no more connections and lets the answers under way finish; returns at once.
  public func drain() { listener.drain() }
}
