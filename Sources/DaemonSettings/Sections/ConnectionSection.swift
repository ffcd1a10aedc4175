extension IngressSection {
  /// The bounds on connections to the public API. Each one limits something that a peer controls.
  public struct Connections: Hashable, Sendable {
    /// The most open connections.
    public var atOnce: Int
    /// The most open connections of one address.
    public var ofOneAddress: Int
    /// The most new connections of an address in a minute, in the long run.
    public var rate: Int
    /// The most new connections of an address at once after a pause.
    public var burst: Int
    /// The least time for which a connection that waits for its peer keeps its place against one of a peer that holds
    /// as many.
    public var tenure: Duration
    /// The most connections that wait in the kernel to be accepted. With socket activation, the socket unit sets it.
    public var waiting: Int
    /// The most bytes of the request line and all header fields.
    public var headerLimit: Int
    /// The most header fields.
    public var headerFields: Int
    /// The most bytes of the request target.
    public var targetLimit: Int
    /// The time from an answer to the next request's head.
    public var idle: Duration
    /// The time from the acceptance of a connection to its first head.
    public var head: Duration
    /// The time for a whole body.
    public var body: Duration
    /// The least bytes of a body in each second, on average over `rateWindow`.
    public var bodyRate: Int
    /// The time over which `bodyRate` is measured.
    public var rateWindow: Duration
    /// The time for which an answer may be left untaken.
    public var stall: Duration
    /// The time for which data after the last answer is read and discarded.
    public var linger: Duration
    /// The most bytes that are discarded then.
    public var lingerLimit: Int
    /// The time for which the daemon waits for answers under way when it stops.
    public var grace: Duration

    /// - Parameters:
    ///   - requests: the requests that an address may send in a minute, in the long run.
    ///   - requestBurst: the requests that an address may send at once.
    ///
    /// By default twice as many connections are allowed, so that a client with too many requests is answered with 429
    /// before its connections are refused.
    init(_ section: SectionReader, rate requests: Int, burst requestBurst: Int) {
      let time = SettingKind<Duration>.duration(.seconds(1) ... .seconds(3600))
      atOnce = section.value("at_once", .whole(4...32_768), default: 512)
      ofOneAddress = section.value("of_one_address", .whole(1...32_768), default: max(1, atOnce / 4))
      rate = section.value("rate", .whole(1...1_000_000, unit: "a minute"), default: min(2 * requests, 1_000_000))
      burst = section.value("burst", .whole(1...100_000), default: min(2 * requestBurst, 100_000))
      tenure = section.value("tenure", time, default: .seconds(1))
      waiting = section.value("waiting", .whole(1...65_535), default: 1024)
      headerLimit = section.value("header_limit", .bytes(1024...1 << 20), default: 32 << 10)
      headerFields = section.value("header_fields", .whole(10...1000), default: 100)
      targetLimit = section.value("target_limit", .bytes(256...64 << 10), default: 4 << 10)
      idle = section.value("idle", time, default: .seconds(30))
      head = section.value("head", time, default: .seconds(10))
      body = section.value("body", time, default: .seconds(30))
      bodyRate = section.value("body_rate", .whole(1...1 << 20, unit: "bytes a second"), default: 256)
      rateWindow = section.value("rate_window", time, default: .seconds(5))
      stall = section.value("stall", time, default: .seconds(30))
      linger = section.value("linger", time, default: .seconds(2))
      lingerLimit = section.value("linger_limit", .bytes(1024...64 << 20), default: 1 << 20)
      grace = section.value("grace", time, default: .seconds(10))
      if ofOneAddress > atOnce {
        section.object(
          .conflict, to: "of_one_address", expected: "at most ingress.connections.at_once (\(atOnce))",
          given: "\(ofOneAddress)", cure: "remove it for the default of a quarter of them")
      }
      if targetLimit > headerLimit {
        section.object(
          .conflict, to: "target_limit", expected: "at most ingress.connections.header_limit",
          cure: "the request line is part of the head")
      }
    }
  }
}
