public import CivilTime
import HTTPTypes
import HummingbirdCore
public import Listening
public import Logging
import NIOCore

/// The public gateway. The initializer listens, and `run` serves until `drain` is called and the last answer has left.
public final class IngressServer: Sendable {
  private let listener: HTTPListener

  /// Opens the gateway.
  ///
  /// - Parameters:
  ///   - signatureTimes: the times that a sender's signature may carry now, each within its source's tolerance. There
  ///     is one, unless the clock is distrusted: then there are the time that it shows and the time that it would show
  ///     without its step.
  ///   - ticks: monotonic time from any beginning, by which rates are measured; by default the system's.
  ///   - tally: counts the webhooks that are acknowledged and dropped.
  ///   - pause: waits for the duration, or until cancelled; it bounds the wait for a commit.
  /// - Throws: `ListenError` if the address cannot be listened on.
  public init(
    _ settings: IngressSettings, receiver: any EventReceiver, signatureTimes: @escaping @Sendable () -> [Instant],
    ticks: (@Sendable () -> Duration)? = nil, tally: WebhookTally = WebhookTally(),
    pause: (@Sendable (Duration) async -> Void)? = nil, logger: Logger
  ) async throws(ListenError) {
    let start = ContinuousClock.now
    let ticks = ticks ?? { ContinuousClock.now - start }
    let gateway = Gateway(
      settings: settings, receiver: receiver, signatureTimes: signatureTimes, ticks: ticks,
      deadline: pause.map { Deadline(pause: $0) } ?? Deadline(), gate: Gate(settings.inFlight),
      tally: tally)
    let router = IngressRouter(gateway: gateway)
    let trusted = settings.trustedProxies
    // A connection that sends nothing is counted only here.
    let arrivals = TokenBuckets(settings.arrivals)
    listener = try await HTTPListener(
      settings.address, limits: settings.listen,
      judge: { channel in
        // A proxy's connections belong to many clients; `Shares` bounds the requests of each of those.
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

  /// The TCP port of the gateway; nil for a Unix socket.
  public var port: Int? { listener.port }

  /// Serves until `drain` is called and the last answer has left. It may be called once.
  public func run() async { await listener.run() }

  /// Takes no more connections and lets the answers under way finish. The call returns at once.
  public func drain() { listener.drain() }
}
