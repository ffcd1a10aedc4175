extension IngressSection {
  /// The bounds on what one peer can make large or long at the public door.
  public struct Connections: Hashable, Sendable {
    /// Open at once, and of them those of one address.
    public var atOnce: Int
    public var ofOneAddress: Int
    /// New ones of an address: a minute in the long run, and at once after a pause.
    public var rate: Int
    public var burst: Int
    /// How long a connection that waits for its peer keeps its place against others of a peer that holds as many.
    public var tenure: Duration
    /// Connections that the kernel keeps until they are accepted; with socket activation the socket's unit says it.
    public var waiting: Int
    /// Request line and header fields together, in bytes; their number; the request's target, in bytes.
    public var headerLimit: Int
    public var headerFields: Int
    public var targetLimit: Int
    /// How long a connection may rest between requests, how long a head and a body may take.
    public var idle: Duration
    public var head: Duration
    public var body: Duration
    /// Bytes of a body that have to come in each second, on the average over `rateWindow`.
    public var bodyRate: Int
    public var rateWindow: Duration
    /// How long an answer may be left untaken.
    public var stall: Duration
    /// How long, and how far, what is still sent after the last answer is read past.
    public var linger: Duration
    public var lingerLimit: Int
    /// How long answers under way are waited for at the end.
    public var grace: Duration

    /// - Parameters:
    ///   - rate, burst: the requests that one address may send, a minute and at once. Unless they are set, twice as many connections may
    ///     be opened, so that a client that sends too many requests hears 429 before its connections are refused.
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
          given: "\(ofOneAddress)", cure: "take it away for a quarter of them")
      }
      if targetLimit > headerLimit {
        section.object(
          .conflict, to: "target_limit", expected: "at most ingress.connections.header_limit",
          cure: "the request line is part of the head")
      }
    }
  }
}
