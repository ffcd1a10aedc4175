import CEL
import Control
import Glibc
import Testing

/// Calls that may take long: nobody works for a caller that has left.
@Suite struct LongCallTests {
  @Test func aLongCallIsCancelledWhenItsCallerLeaves() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let (cancelled, cancel) = AsyncStream.makeStream(of: Void.self)
    // Ends by its cancellation alone: nothing is ever yielded.
    let (never, keep) = AsyncStream.makeStream(of: Void.self)
    let backend = RecordingBackend(waiting: {
      begin.yield(())
      for await _ in never {}
      cancel.finish()
    })
    try await ControlHarness.with(backend, grace: .zero) { control async throws in
      let socket = try Self.ask("\(control.folder)/control", "store.verify")
      for await _ in begun { break }
      close(socket)
      for await _ in cancelled {}
    }
    keep.finish()
  }

  @Test func aLongCallIsAnsweredAndItsConnectionEnds() async throws {
    let backend = RecordingBackend { _ in .success(["ok": true, "checks": []]) }
    try await ControlHarness.with(backend) { control async throws in
      #expect(try await control.success(control.reads, "store.verify")["ok"] == true)
      let failing = await control.failure(control.reads, "store.sql")
      #expect(failing?.code == "missing_argument")
    }
  }

  /// A request whose answer nobody reads.
  private static func ask(_ path: String, _ verb: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(connected == 0)
    let request = "POST /v1/call/\(verb) HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n{}"
    try #require(write(descriptor, request, request.utf8.count) == request.utf8.count)
    return descriptor
  }
}
