import CEL
import Encoding
import HTTPTypes
import Ingress
import Listening
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Site

/// A site on a loopback port of its own, and a browser without a script that walks through it.
final class Browser {
  let port: Int
  let market: PlayedMarket
  /// By path, then by name, as a browser keeps them.
  private var cookies: [String: [String: String]] = [:]
  var origin: String?

  private init(port: Int, market: PlayedMarket) { (self.port, self.market) = (port, market) }

  struct Answer {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: String

    subscript(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// The proof in the first form of the page.
    var token: String {
      body.firstMatch(of: /name="token" value="([^"]*)"/).map { String($0.1) } ?? ""
    }
  }

  static func with(
    _ market: PlayedMarket = PlayedMarket(), _ change: (inout SiteSettings) -> Void = { _ in },
    _ body: (Browser) async throws -> Void
  ) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var settings = SiteSettings(
      // No time ends a connection: on a busy machine, a test may wait for the processor longer than a client may.
      address: .tcp(host: "127.0.0.1", port: 0),
      listen: ListenLimits(
        idle: .seconds(600), head: .seconds(600), body: .seconds(600), rateWindow: .seconds(600),
        stall: .seconds(600)), name: "Magnetiq", key: Array("key".utf8),
      pages: .init(perSecond: 1_000, burst: 1_000), posts: .init(perSecond: 1_000, burst: 1_000), holdsPerHour: 1_000,
      quotes: .init(perSecond: 1_000, burst: 1_000), paymentPages: ["https://checkout.example"],
      legal: [.init(slug: "terms", texts: ["en": "Terms\n\nAll of them."])])
    change(&settings)
    let server = try await SiteServer(settings, services: market, logger: logger)
    async let running: Void = server.run()
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(Browser(port: server.port ?? 0, market: market)))
    } catch {
      result = .failure(error)
    }
    server.drain()
    await running
    try result.get()
  }

  func get(_ path: String, _ headers: [(String, String)] = []) async throws -> Answer {
    try await send("GET", path, headers, nil)
  }

  func post(_ path: String, _ fields: [(String, String)]) async throws -> Answer {
    let body = fields.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    let headers = [("Content-Type", "application/x-www-form-urlencoded")] + (origin.map { [("Origin", $0)] } ?? [])
    return try await send("POST", path, headers, body)
  }

  /// Sends the form of a page, and follows to the page that it leads to.
  func submit(_ path: String, _ fields: [(String, String)]) async throws -> (path: String, page: Answer) {
    let form = try await get(path)
    let answer = try await post(path, [("token", form.token)] + fields)
    guard answer.status == 303, let next = answer["Location"] else { return (path, answer) }
    return (next, try await get(next))
  }

  /// Forgets all cookies, as another device has none.
  func forget() { cookies = [:] }

  private func send(_ method: String, _ path: String, _ headers: [(String, String)], _ body: String?) async throws
    -> Answer
  {
    var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    let own = path.prefix { $0 != "?" }
    let sent = cookies.filter { own == $0.key || own.hasPrefix("\($0.key)/") }.flatMap { $0.value }
    if !sent.isEmpty { text += "Cookie: \(sent.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))\r\n" }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    let answer = try await exchange(text + "\r\n" + (body ?? ""))
    for header in answer.headers where header.name.lowercased() == "set-cookie" { keep(header.value) }
    return answer
  }

  private func keep(_ cookie: String) {
    let parts = cookie.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let pair = parts.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
      pair.count == 2,
      let path = parts.first(where: { $0.hasPrefix("Path=") })?.dropFirst(5)
    else { return }
    cookies[String(path), default: [:]][String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
  }

  private func exchange(_ text: String) async throws -> Answer {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    var bytes: [UInt8] = []
    try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      for try await buffer in inbound { bytes += buffer.readableBytesView }
    }
    let all = String(decoding: bytes, as: UTF8.self)
    let head = try #require(all.firstRange(of: "\r\n\r\n"))
    let lines = all[..<head.lowerBound].split(separator: "\r\n")
    let headers = lines.dropFirst().map { line in
      let halves = line.split(separator: ":", maxSplits: 1)
      return (name: String(halves[0]), value: String(halves.last?.drop { $0 == " " } ?? ""))
    }
    return Answer(
      status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: headers, body: String(all[head.upperBound...]))
  }
}
