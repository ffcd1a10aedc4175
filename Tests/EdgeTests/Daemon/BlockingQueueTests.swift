import Testing

@testable import Daemon

@Suite struct BlockingQueueTests {
  @Test func itemsAreTakenInTheOrderOfArrivalAndAtMostSoManyAtOnce() {
    let queue = BlockingQueue<Int>()
    for number in 0..<300 { queue.push(number) }
    #expect(queue.pop() == 0)
    #expect(queue.take(limit: 100, waiting: nil) == Array(1...100))
    queue.push(300)
    #expect(queue.take(limit: 1_000, waiting: nil) == Array(101...300))
  }

  @Test func oneMoreThanTheLimitIsRefusedUntilOneWasTaken() {
    let queue = BlockingQueue<Int>(limit: 2)
    #expect(queue.push(1) && queue.push(2))
    #expect(!queue.push(3))
    #expect(queue.pop() == 1)
    #expect(queue.push(3))
  }

  @Test func aWaitEndsWithoutAnItemWhenItsTimeIsOver() {
    #expect(BlockingQueue<Int>().take(limit: 1, waiting: .milliseconds(1)) == [])
  }

  @Test func aStoppedQueueIsEmptiedBeforeItEnds() {
    let queue = BlockingQueue<Int>()
    queue.push(1)
    queue.stop()
    // A thread has yet to see the end, so that this item is not lost.
    #expect(queue.push(2))
    #expect(queue.pop() == 1)
    #expect(queue.pop() == 2)
    #expect(queue.pop() == nil)
  }

  @Test func afterTheEndNothingIsAcceptedThatNobodyWouldTake() {
    let queue = BlockingQueue<Int>()
    queue.stop()
    #expect(queue.pop() == nil)
    #expect(!queue.push(1))
  }

  @Test func aGroupIsTakenWhenItIsWholeOrItsTimeIsOverOrTheQueueIsStopped() async {
    let queue = BlockingQueue<Int>()
    let group = GroupCommit(size: 3, wait: .seconds(3_600))
    queue.push(1)
    async let whole = onThread("gathers") { queue.take(limit: 10, waiting: nil, group: group) }
    queue.push(2)
    queue.push(3)
    #expect(await whole == [1, 2, 3])
    queue.push(4)
    #expect(queue.take(limit: 10, waiting: nil, group: GroupCommit(size: 3, wait: .milliseconds(1))) == [4])
    queue.push(5)
    #expect(queue.take(limit: 1, waiting: nil, group: group) == [5], "no more than the limit is worth a wait")
    queue.push(6)
    async let last = onThread("gathers") { queue.take(limit: 10, waiting: nil, group: group) }
    queue.stop()
    #expect(await last == [6])
  }

  @Test func theWriterGathersOnlyWhileOthersAreUnderWay() {
    #expect(GroupCommit.whileUnderWay(1) == .none)
    #expect(GroupCommit.whileUnderWay(7) == .none)
    #expect(GroupCommit.whileUnderWay(64).size == 32)
    #expect(GroupCommit.whileUnderWay(10_000).size == 64)
  }

  @Test func stoppingWakesAThreadThatWaits() async {
    let queue = BlockingQueue<Int>()
    async let item = onThread("waits") { queue.pop() }
    queue.stop()
    #expect(await item == nil)
  }
}
