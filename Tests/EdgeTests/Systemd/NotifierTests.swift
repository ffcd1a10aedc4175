import SystemdSupport
import Testing

@Suite struct NotifierTests {
  @Test func theManagerHearsEachState() throws {
    let manager = try Datagrams("states")
    let notifier = Notifier(environment: ServiceEnvironment(["NOTIFY_SOCKET": manager.name], pid: 1))
    #expect(notifier.ready(status: "serving"))
    #expect(manager.next() == "READY=1\nSTATUS=serving")
    #expect(notifier.watchdog())
    #expect(manager.next() == "WATCHDOG=1")
    #expect(notifier.extendTimeout(microseconds: 5_000_000))
    #expect(manager.next() == "EXTEND_TIMEOUT_USEC=5000000")
    #expect(notifier.mainPID(42))
    #expect(manager.next() == "MAINPID=42")
    #expect(notifier.stopping())
    #expect(manager.next() == "STOPPING=1")
    #expect(manager.next() == nil)
  }

  @Test func aReloadCarriesItsMonotonicTime() throws {
    let manager = try Datagrams("reload")
    #expect(Notifier(socket: manager.name).reloading())
    let message = try #require(manager.next())
    let match = try #require(message.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=(\d+)/))
    #expect(try #require(UInt64(match.1)) > 0)
  }

  @Test func aStatusCannotSmuggleAnAssignment() throws {
    let manager = try Datagrams("status")
    #expect(Notifier(socket: manager.name).status("busy\nSTOPPING=1\r\nMAINPID=1"))
    #expect(manager.next() == "STATUS=busy STOPPING=1 MAINPID=1")
  }

  @Test func outsideSystemdNothingHappens() {
    #expect(!Notifier(environment: ServiceEnvironment([:], pid: 1)).ready())
    #expect(!Notifier(socket: "@magnetiq-test-nobody-listens").ready())
    #expect(!Notifier(socket: String(repeating: "x", count: 200)).ready())
  }
}

@Suite struct WatchdogTests {
  @Test func theSignIsGivenTwiceInEachTimeout() throws {
    let watchdog = try #require(Watchdog(environment: ServiceEnvironment(["WATCHDOG_USEC": "30000000"], pid: 7)))
    #expect(watchdog.timeout == .seconds(30))
    #expect(watchdog.interval == .seconds(15))
  }

  @Test(arguments: [
    [:], ["WATCHDOG_USEC": "0"], ["WATCHDOG_USEC": "soon"], ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"],
  ])
  func aWatchdogOfNobodyOrAnotherIsNotOurs(variables: [String: String]) {
    #expect(Watchdog(environment: ServiceEnvironment(variables, pid: 7)) == nil)
  }
}
