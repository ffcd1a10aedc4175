import CEL
import CivilTime
import Control
import Foundation
import Synchronization

/// Clients, the bank and the clock, to whom a daemon that dies is a request without an answer: they send it again, with
/// the same key.
final class KillDriver: Sendable {
  let rig: Rig
  private let waitLimit: TimeInterval = 90

  init(_ rig: Rig) { self.rig = rig }

  /// Does something for each of many at once.
  func all<T: Sendable, R: Sendable>(_ items: [T], _ body: @escaping @Sendable (T) throws -> R) throws -> [R] {
    let results = Mutex<[Int: Result<R, any Error>]>([:])
    let group = DispatchGroup()
    for (place, item) in items.enumerated() {
      group.enter()
      Thread.detachNewThread {
        let result = Result { try body(item) }
        results.withLock { $0[place] = result }
        group.leave()
      }
    }
    group.wait()
    return try results.withLock { results in try items.indices.map { try results[$0]!.get() } }
  }

  /// Posts until there is an answer that settles it.
  func post(_ path: String, _ body: Value, key: String, authorization: String) throws -> HTTPAnswer {
    let deadline = Date().addingTimeInterval(waitLimit)
    let watch = try FolderWatch(rig.folder)
    while Date() < deadline {
      if let answer = rig.post(path, body, key: key, authorization: authorization), answer.status != 503 {
        return answer
      }
      watch.wait(milliseconds: 50)
    }
    throw Trouble("\(path) with \(key) was not answered")
  }

  func book(_ order: Order) throws -> Booked {
    let answer = try post("/v1/bookings", order.json, key: order.key, authorization: "Bearer \(Rig.site)")
    guard let booked = Booked(answer) else { throw Trouble("\(order.key): \(answer.status) \(answer.text)") }
    return booked
  }

  /// An event of a party: 200, or what it was answered the first time.
  func tell(_ reference: String, _ capability: String, _ event: String, _ data: Value = [:]) throws {
    let answer = try post(
      "/v1/bookings/\(reference)/events/\(event)", data, key: "kill-\(event)", authorization: "Capability \(capability)"
    )
    guard answer.status == 200 else { throw Trouble("\(reference) \(event): \(answer.status) \(answer.text)") }
  }

  func call<R: ControlRequest>(_ request: R, key: String? = nil) throws -> Answered<R.Answer> {
    try again { try rig.control.call(request, key: key, reason: key == nil ? nil : "kill test") }
  }

  /// Repeats what the daemon's death interrupted.
  private func again<T>(_ body: () throws -> T) throws -> T {
    let deadline = Date().addingTimeInterval(waitLimit)
    let watch = try FolderWatch(rig.folder)
    while true {
      do {
        return try body()
      } catch let failure as ControlFailure where failure.status == 0 || failure.status == 503 {
        if Date() > deadline { throw Trouble("no answer from the daemon: \(failure)") }
        watch.wait(milliseconds: 50)
      }
    }
  }

  /// Lets the clock stop at everything due until then; starts over where a kill interrupts it.
  /// A daemon that stops meanwhile ends the request without a failure, so the clock is looked at.
  func advance(to instant: Instant) throws {
    repeat { try again { try rig.advance(to: instant) } } while try now() < instant
  }

  func now() throws -> Instant { try again { try rig.now } }
}
