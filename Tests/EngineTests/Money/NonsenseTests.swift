import CEL
import Foundation
import Testing
import WorkflowEngine
import WorkflowTesting

/// A provider, or a proxy before it, may answer anything to a step that moves money: the books end as the provider's do, and
/// everything was done once.
@Suite struct NonsenseTests {
  @Test func thereAreMoreThanSixtyKinds() {
    #expect(Set(Nonsense.all.map(\.testDescription)).count >= 60)
  }

  @Test(arguments: Nonsense.all)
  func theBooksEndAsTheProvidersDo(_ nonsense: Nonsense) async throws {
    try await onThreadOfItsOwn { try Self.play(nonsense) }
  }

  @Test func withoutNonsenseTheyDoAsWell() async throws {
    try await onThreadOfItsOwn { try Self.play(nil) }
  }

  /// A booking is paid, held, paid out; then a third goes back, and the consultant's part of it.
  private static func play(_ nonsense: Nonsense?) throws {
    let world = try MoneyWorld(nonsense)
    let bench = world.bench
    try bench.booking.request()
    try bench.wait(.seconds(300))
    try world.control("pay", ["group": .string(bench.reference), "outcome": "succeed"])
    try bench.wait(.seconds(60))
    try world.deliver()
    try bench.expect(status: "confirmed")
    try bench.advance(.seconds(60))
    try bench.booking.party("consultant.start", "consultant")
    try bench.advance(.seconds(1_900))
    try bench.booking.party("client.confirm", "client")
    try world.wait(hours: 60)
    try bench.expect(escrow: "released")
    try bench.booking.party("refund.amount", "operator", ["amount": 1_000, "reason": "goodwill"])
    try world.wait(hours: 60)
    let books = try bench.balances
    let story = Comment(rawValue: try bench.simulation.story())
    let provider = try world.booksOfTheProvider()
    #expect(provider == ["client": -3_000, "refunded": 1_000, "transferred": 1_700], story)
    #expect(books.filter { provider[$0.key] != nil } == provider, story)
    #expect(books["fee"] == 300 && books.count == 4, story)
    for operation in ["payment_intents", "refunds", "transfers", "reversals"] {
      #expect(world.acts[operation] == 1, "\(operation) \(world.acts)")
    }
    #expect(try bench.simulation.verify().map(\.description) == [])
  }

  private func onThreadOfItsOwn(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }
}
