import Testing

@testable import Daemon

/// When something that fails is tried again.
@Suite struct RetryPauseTests {
  @Test func pausesDoubleFromFiftyMillisecondsToFiveSeconds() {
    var pause = RetryPause()
    var now = Duration.seconds(100)
    var waits: [Duration] = []
    for _ in 0..<9 {
      _ = pause.fail(at: now)
      waits.append(pause.left(at: now) ?? .zero)
      now += waits.last ?? .zero
    }
    #expect(waits == [50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000].map { .milliseconds($0) })
  }

  @Test func aTryIsMadeOnceItsPauseIsOverAndNotBefore() {
    var pause = RetryPause()
    #expect(pause.isOver(at: .zero))
    #expect(pause.left(at: .zero) == nil)
    _ = pause.fail(at: .zero)
    #expect(!pause.isOver(at: .milliseconds(49)))
    #expect(pause.isOver(at: .milliseconds(50)))
    #expect(pause.left(at: .seconds(9)) == .zero)
  }

  @Test func theBeginningAndTheEndAreReportedOnceEach() {
    var pause = RetryPause()
    #expect([1, 2, 3].map { pause.fail(at: .seconds($0)) } == [true, false, false])
    #expect(pause.succeed(at: .seconds(11)) == RetryPause.Ended(lasted: .seconds(10), tries: 3))
    #expect(pause.succeed(at: .seconds(12)) == nil)
    let begins = pause.fail(at: .seconds(13))
    #expect(begins)
    #expect(pause.left(at: .seconds(13)) == RetryPause.shortest)
  }
}
