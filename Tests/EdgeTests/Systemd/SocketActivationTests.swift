import CSystemd
import Glibc
import SystemdSupport
import Testing

/// With real sockets at consecutive descriptors, as systemd passes them.
@Suite(.serialized) struct SocketActivationTests {
  @Test func socketsAreFoundByTheirNames() throws {
    let sockets = try ConsecutiveSockets(count: 3)
    let activation = try SocketActivation(
      environment: environment(count: 3, names: "public:control:control-admin"), first: sockets.first)
    #expect(activation.descriptors(named: SocketActivation.Name.publicHTTP) == [sockets.first])
    #expect(activation.descriptors(named: SocketActivation.Name.control) == [sockets.first + 1])
    #expect(activation.descriptors(named: SocketActivation.Name.controlAdmin) == [sockets.first + 2])
    #expect(activation.names(otherThan: ["public", "control"]) == ["control-admin"])
  }

  @Test func programsRunAsStepsDoNotInheritThem() throws {
    let sockets = try ConsecutiveSockets(count: 1)
    #expect(fcntl(sockets.first, F_GETFD) & FD_CLOEXEC == 0)
    _ = try SocketActivation(environment: environment(count: 1, names: "public"), first: sockets.first)
    #expect(fcntl(sockets.first, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func namesMayBeAbsent() throws {
    let sockets = try ConsecutiveSockets(count: 2)
    let activation = try SocketActivation(environment: environment(count: 2, names: ""), first: sockets.first)
    #expect(activation.sockets.map(\.name) == ["unknown", "unknown"])
  }

  @Test func socketsOfAnotherProcessAreNotOurs() throws {
    let other = ServiceEnvironment(["LISTEN_PID": "8", "LISTEN_FDS": "1"], pid: 7)
    #expect(try SocketActivation(environment: other, first: 730).sockets.isEmpty)
    #expect(try SocketActivation(environment: ServiceEnvironment([:], pid: 7)).sockets.isEmpty)
  }

  @Test func aDescriptorThatDoesNotListenIsRefused() throws {
    let listening = try ConsecutiveSockets(count: 1)
    #expect(throws: SocketActivationError.notListening(name: "control", descriptor: listening.first + 1)) {
      _ = try SocketActivation(environment: environment(count: 2, names: "public:control"), first: listening.first)
    }
  }

  @Test func anAbsurdCountIsRefused() {
    #expect(throws: SocketActivationError.badCount("70000")) {
      _ = try SocketActivation(environment: environment(count: 70_000, names: ""))
    }
  }

  @Test func theShimNamesThePeer() throws {
    var pair: [Int32] = [0, 0]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
    defer { pair.forEach { close($0) } }
    var peer = magnetiq_peer()
    #expect(magnetiq_peer_of(pair[0], &peer) == 0)
    #expect(peer.pid == getpid())
    #expect(peer.uid == getuid())
    #expect(peer.gid == getgid())
    #expect(magnetiq_peer_of(-1, &peer) == -1)
  }

  private func environment(count: Int, names: String) -> ServiceEnvironment {
    ServiceEnvironment(["LISTEN_PID": "7", "LISTEN_FDS": String(count), "LISTEN_FDNAMES": names], pid: 7)
  }
}

/// Listening sockets at consecutive numbers that nothing else has, closed with this object. A number that the test chose could be another
/// test's, whose socket `dup2` would close.
private final class ConsecutiveSockets {
  let first: Int32
  private let count: Int32

  init(count: Int32) throws {
    self.count = count
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    // Others take the lowest free numbers, so that those from the middle on are free in a row sooner or later.
    var start = Int32(clamping: limit.rlim_cur / 2)
    while let failure = try Self.open(count, at: start) { start = failure }
    first = start
  }

  /// Opens the sockets; nil if they have their numbers, else the number from which on to try again.
  private static func open(_ count: Int32, at start: Int32) throws -> Int32? {
    var opened: [Int32] = []
    for number in start..<start + count {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      guard descriptor >= 0, listen(descriptor, 1) == 0 else { throw failure }
      // The lowest free number that is not below: it never takes another's.
      let copy = fcntl(descriptor, F_DUPFD, number)
      close(descriptor)
      guard copy >= 0 else { throw failure }
      opened.append(copy)
      if copy == number { continue }
      opened.forEach { close($0) }
      return copy + 1
    }
    return nil
  }

  private static var failure: Datagrams.Failure { Datagrams.Failure(reason: String(cString: strerror(errno))) }

  deinit { for offset in 0..<count { close(first + offset) } }
}
