import CEL
import CivilTime
import Control
import EngineMessages
import Storage
import StorageTesting
import Testing
import WorkflowEngine

@testable import Daemon

/// The writer thread while the store takes no writes.
@Suite struct WriterThreadTests {
  private func event(_ key: String) -> InboundEvent {
    InboundEvent(
      source: "api:shop", key: key, name: "cancel", role: "site", reference: "NOBODY", body: [:], content: [],
      actor: "site")
  }

  @Test func aStoreThatTakesNoWritesIsTriedAgainWithOneLineWhenItBeginsAndOneWhenItEnds() async throws {
    let bench = try WriterBench(failures: [1: .full, 2: .full, 3: .busy, 4: .full])
    let lines = bench.eventStream.follow()
    bench.writer.start()
    await WriterBench.wait(for: "the store takes writes again", in: lines)
    let remarks = bench.remarks
    #expect(remarks.count == 2)
    #expect(remarks.first?.contains("does not take writes at present") == true)
    #expect(remarks.last?.hasSuffix("4 failed tries") == true, "\(remarks)")
    await bench.writer.stop()
  }

  @Test func duringAPauseSendersAreAnsweredAtOnceAndCauseNoFurtherTry() async throws {
    let failures = Dictionary(uniqueKeysWithValues: (1...10_000).map { ($0, StoreError.Kind.full) })
    let bench = try WriterBench(failures: failures)
    let start = ContinuousClock.now
    bench.writer.start()
    for number in 0..<500 {
      #expect(await bench.writer.submit { .event(event("\(number)"), $0) } == nil)
    }
    // However long that took: no more tries than there were pauses.
    var (tries, pauses, pause) = (1, Duration.zero, RetryPause.shortest)
    while pauses + pause <= ContinuousClock.now - start {
      (tries, pauses, pause) = (tries + 1, pauses + pause, min(pause * 2, RetryPause.longest))
    }
    #expect(bench.store.commitCount <= tries)
    #expect(bench.remarks.count == 1)
    await bench.writer.stop()
  }

  @Test func inputWithoutASenderIsKeptUntilTheStoreAcceptsItAndHandledOnce() async throws {
    let bench = try WriterBench(failures: [2: .full, 3: .full])
    bench.writer.start()
    _ = await bench.writer.perform { _ in true }
    let lines = bench.eventStream.follow()
    bench.writer.push(.report(code: "oversized_body", title: "one", detail: [:]))
    await WriterBench.wait(for: "the store takes writes again", in: lines)
    #expect(try bench.store.makeReader().incidents(status: .open, family: nil, limit: 10).map(\.title) == ["one"])
    #expect(bench.writer.snapshot.queued == 0)
    guard case .unknownTarget = await bench.writer.submit({ .event(event("a"), $0) }) else {
      Issue.record("an event is judged again")
      return
    }
    await bench.writer.stop()
  }

  @Test func thoseWhoFollowAreLetGo() async throws {
    let bench = try WriterBench(failures: [:])
    let lines = bench.eventStream.follow()
    bench.eventStream.remark("the last")
    bench.eventStream.endFollowing()
    var told: [String] = []
    for await line in lines { told.append(line.text ?? "") }
    #expect(told == ["the last"])
  }
}
