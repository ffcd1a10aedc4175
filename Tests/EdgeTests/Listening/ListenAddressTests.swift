import Glibc
import HTTPTypes
import HummingbirdCore
import Listening
import Logging
import NIOCore
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    (ListenAddress.tcp(host: "127.0.0.1", port: 80), "127.0.0.1:80"), (.tcp(host: "localhost", port: 0), "localhost:0"),
    (.tcp(host: "::1", port: 8_080), "[::1]:8080"), (.tcp(host: "fe80::1%eth0", port: 1), "[fe80::1%eth0]:1"),
    (.unix(path: "/run/x.sock", mode: 0o600), "/run/x.sock"),
  ])
  func anAddressIsPrintedAsItIsWrittenElsewhere(_ address: ListenAddress, _ text: String) {
    #expect(address.description == text)
  }

  private func listener(_ path: String) async throws -> HTTPListener {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return try await HTTPListener(.unix(path: path, mode: 0o600), logger: logger) { _, _ in Response(status: .ok) }
  }

  @Test func aListenerThatDrainsLeavesItsSuccessorsSocketAlone() async throws {
    let path = "/tmp/listen-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
    defer { unlink(path) }
    func isThere() -> Bool { access(path, F_OK) == 0 }
    let first = try await listener(path)
    async let running: Void = first.run()
    let second = try await listener(path)
    async let next: Void = second.run()
    first.drain()
    await running
    #expect(isThere())
    second.drain()
    await next
    #expect(!isThere())
  }
}
