import Storage
import Testing

@Suite struct ClaimOverlapTests {
  /// Looks at each moment of the window.
  private func byMoments(_ intervals: [ClaimOverlap.Interval], _ window: ClaimOverlap.Interval) -> Int {
    var most = 0
    var moment = window.from
    while moment < window.to {
      most = max(most, intervals.count { $0.from <= moment && moment < $0.to })
      moment += 1
    }
    return most
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func theMostIsWhatSomeMomentHolds(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      func interval(_ longest: Int64) -> ClaimOverlap.Interval {
        let from = random.int(0...40)
        return (from, from + random.int(1...longest))
      }
      let intervals = (0..<random.int(0...12)).map { _ in interval(20) }
      let window = interval(45)
      #expect(
        ClaimOverlap.most(of: intervals, within: window) == byMoments(intervals, window), "\(intervals) \(window)")
    }
  }

  @Test func timeWithoutEndsIsCounted() {
    let always: ClaimOverlap.Interval = (0, .max)
    #expect(ClaimOverlap.most(of: [always, always, (5, 6)], within: always) == 3)
    #expect(ClaimOverlap.most(of: [always, always, (5, 6)], within: (6, .max)) == 2)
    #expect(ClaimOverlap.most(of: [], within: always) == 0)
  }
}
