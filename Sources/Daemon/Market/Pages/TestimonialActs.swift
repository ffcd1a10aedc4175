import Control
import EngineMessages
import Storage
import WorkflowEngine

/// Clients' words as operators list them, let them onto the pages and take them away.
struct TestimonialActs: Sendable {
  let acts: OperatorActs
  let store: StoreReads

  func list(_ request: ListTestimonials, _ caller: Caller) async throws(ControlFailure) -> Page<TestimonialSummary> {
    let limit = request.limit.items
    let after = request.after.flatMap { Int64($0.string) }.map { FamilyID(rawValue: $0) }
    let found = try await store.query { reader throws(StoreError) in
      try Testimonials.all(after: after, limit: limit + 1, reader)
    }
    let isAdmin = caller.peer.admin
    let items = found.prefix(limit).map { _, words in
      TestimonialSummary(
        reference: words.reference, consultant: words.consultant, rating: words.rating, isShown: words.isShown,
        name: isAdmin ? words.name : nil, text: isAdmin ? words.text : nil)
    }
    return Page(items, next: found.count > limit ? "\(found[limit - 1].family.rawValue)" : nil)
  }

  func run(_ request: ApproveTestimonial, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    try await show(request.reference.string, true, caller)
  }

  func run(_ request: HideTestimonial, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    try await show(request.reference.string, false, caller)
  }

  private func show(_ reference: String, _ isShown: Bool, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let standing = try await store.query { reader throws(StoreError) in
      try Testimonials.standing(reference, reader)
    }
    guard let standing, standing.isAllowed || !isShown else {
      throw StoreReads.notFound(
        "testimonial '\(reference)'", hint: "'magnetiqctl testimonials list' shows those that clients allow")
    }
    var result = try await acts.command(
      .putRecords([Testimonials.draft(reference, isShown: isShown, after: standing.version)]), caller)
    result.text = isShown ? "the words of \(reference) are on the pages" : "the words of \(reference) are on no page"
    return result
  }
}
