import CEL
import Execution
import Statecharts
import Storage
import Testing
import WorkflowDefinitions
import WorkflowEngine
import WorkflowTesting

/// The invariants I1 to I4 and I13 of the shipped definitions can be false: each is, as soon as a fault is planted in the
/// definitions, at the commit that would break it and in `store verify` of a store that was written without it.
@Suite struct PlantedFaultTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let invariant: String
    let file: String
    /// Texts of the definition and what is written in their place.
    let edits: [(right: String, wrong: String)]
    let story: @Sendable (Bench) throws -> Void
    var testDescription: String { invariant }
  }

  static let faults: [Fault] = [
    Fault(
      invariant: "I1, the books conserve", file: "booking.yaml",
      edits: [
        ("    held: credit\n", "    held: credit\n    pocket: credit\n"),
        (
          "      - crm:\n          stage: consultation_booked\n",
          "      - post: {from: held, to: pocket, amount: 1}\n      - crm:\n          stage: consultation_booked\n"
        ),
      ],
      story: { try $0.confirm() }),
    Fault(
      invariant: "I2, paid only for what was delivered, when it is due, undisputed and unfrozen",
      file: "escrow-release.yaml",
      edits: [
        ("at: \"max(due, entered + params.escrow_period)\"", "at: \"entered + period('PT1M')\""),
        ("          - {guard: \"now < due\", target: cooling}\n", ""),
      ],
      story: { bench in
        try bench.deliver()
        try bench.wait(.seconds(3_600))
      }),
    Fault(
      invariant: "I3, the consultant owes what they have beyond their share, to the cent, unless it was written off",
      file: "payment.yaml", edits: [("beyond - view.writtenOff)\"\n", "beyond - view.writtenOff - 1)\"\n")],
      story: { bench in
        try bench.deliver()
        try bench.wait(.seconds(5 * 86_400))
        try bench.booking.party("refund.amount", "operator", ["amount": 1_000, "reason": "goodwill"])
      }),
    Fault(
      invariant: "I3, what the consultant has is in transfers that can be taken back", file: "escrow-release.yaml",
      edits: [
        (
          "- assign: {round: 0, transfers: \"${context.transfers + [{'id': event.data.id, 'rest': step.amount}]}\"}",
          "- assign: {round: 0}"
        )
      ],
      story: { bench in
        try bench.deliver()
        try bench.wait(.seconds(5 * 86_400))
      }),
    Fault(
      invariant: "I4, nothing goes back that is not there", file: "payment.yaml",
      edits: [("event.data.amount <= 0 || event.data.amount > left", "event.data.amount <= 0")],
      story: { bench in
        try bench.confirm()
        try bench.booking.party("refund.amount", "operator", ["amount": 5_000, "reason": "too generous"])
      }),
    Fault(
      invariant: "I13, everything that waits waits for something", file: "delivery.yaml",
      edits: [("at: \"view.start - period('PT5M')\"", "at: \"view.price < 0 ? dyn(view.start) : dyn(null)\"")],
      story: { try $0.confirm() }),
  ]

  @Test(arguments: faults) func aPlantedFaultIsSeenAtItsCommit(_ fault: Fault) throws {
    let bench = try Bench(bundle: Self.bundle(with: fault, invariants: true))
    try? fault.story(bench)
    let incidents = try bench.incidents().filter { $0.code == "invariant" }
    let story = Comment(rawValue: try bench.simulation.story())
    #expect(
      incidents.contains { "\($0.title) \(String(decoding: $0.detail, as: UTF8.self))".contains(fault.invariant) },
      story)
  }

  @Test(arguments: faults) func aStoreThatWasWrittenWithoutTheInvariantIsNotSound(_ fault: Fault) throws {
    let bench = try Bench(bundle: Self.bundle(with: fault, invariants: false))
    try fault.story(bench)
    #expect(try bench.incidents().filter { $0.code == "invariant" }.isEmpty)
    let strict = try Self.bundle(with: fault, invariants: true)
    let reader = try bench.simulation.reader()
    let verifier = FamilyVerifier(
      reader: reader, bundle: strict, digest: ShippedWorkflows.digest, capability: Simulation.capability)
    let findings = try reader.families(FamilyFilter(limit: 10)).flatMap { try verifier.verify($0) }
    #expect(findings.contains { $0.description.contains(fault.invariant) }, "\(findings.map(\.description))")
  }

  private static func bundle(with fault: Fault, invariants: Bool) throws -> Statecharts.Bundle {
    let files = try ShippedWorkflows.files().map { file in
      var text = String(decoding: file.source, as: UTF8.self)
      if file.path == fault.file {
        for edit in fault.edits {
          try #require(text.contains(edit.right), "\(file.path) has no '\(edit.right)'")
          text = text.replacing(edit.right, with: edit.wrong)
        }
      }
      if !invariants, let place = text.firstRange(of: "\ninvariants:\n") {
        text = String(text[..<place.lowerBound]) + "\n"
      }
      return SourceFile(path: file.path, source: Array(text.utf8))
    }
    return try #require(ShippedWorkflows.loader.load(files).bundles.first { $0.root.name == "booking" })
  }
}
