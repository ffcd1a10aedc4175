import HTTPTypes
import HummingbirdCore
import Ingress
public import Listening
public import Logging
import NIOCore

/// The marketplace's own pages, behind the same listener and the same bounds as the public API. The initializer listens, and
/// `run` serves until `drain` is called and the last answer has left.
public final class SiteServer: Sendable {
  private let listener: HTTPListener

  /// - Parameter ticks: monotonic time from any beginning, by which rates are measured; by default the system's.
  /// - Throws: `ListenError` if the address cannot be listened on.
  public init(
    _ settings: SiteSettings, services: any SiteServices, ticks: (@Sendable () -> Duration)? = nil, logger: Logger
  ) async throws(ListenError) {
    let start = ContinuousClock.now
    let ticks = ticks ?? { ContinuousClock.now - start }
    let router = SiteRouter(settings: settings, services: services, ticks: ticks)
    let trusted = settings.trustedProxies
    let arrivals = TokenBuckets(
      capacity: settings.arrivals.burst, perSecond: settings.arrivals.perSecond, keys: settings.arrivals.addresses)
    listener = try await HTTPListener(
      settings.address, limits: settings.listen,
      judge: { channel in
        // A proxy's connections belong to many clients; the router bounds the requests of each of those.
        if ClientAddress.isTrusted(channel.remoteAddress?.ipAddress, trusted) {
          return HTTPListener.known(.proxy, channel)
        }
        let key = HTTPListener.addressKey(channel)
        return HTTPListener.known(arrivals.take(key, at: ticks()) == nil ? .known(key) : .tooOften, channel)
      }, logger: logger
    ) { request, channel in
      await router.respond(request, on: channel)
    }
  }

  /// The TCP port; nil for a Unix socket.
  public var port: Int? { listener.port }

  /// Serves until `drain` is called and the last answer has left. It may be called once.
  public func run() async { await listener.run() }

  /// Takes no more connections and lets the answers under way finish. The call returns at once.
  public func drain() { listener.drain() }
}
