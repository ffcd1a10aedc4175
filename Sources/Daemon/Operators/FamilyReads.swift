import CEL
import CivilTime
import Control
import Statecharts
import Storage
import WorkflowEngine

/// Reads of bookings for operators: lists, details and history.
struct FamilyReads: Sendable {
  let store: StoreReads
  let bundles: DeployedBundles

  func list(_ request: ListFamilies) async throws(ControlFailure) -> Page<FamilySummary> {
    let limit = request.limit.items
    var filter = FamilyFilter(
      workflows: try workflows(request),
      status: request.status.flatMap { FamilyRecord.Status(rawValue: $0.rawValue) },
      after: try StoreReads.place(request.after).map { FamilyID(rawValue: $0) }, limit: limit)
    let conditions = try conditions(request.view)
    // The store's index finds by one field; the others are compared row by row.
    if let first = conditions.first(where: { isIndexed($0.field) }) { filter.view = first }
    let asked = filter
    return try await store.query { reader throws(StoreError) in
      let families = try reader.families(asked)
      var items: [FamilySummary] = []
      for family in families {
        let view = try FamilyView.fields(of: family, reader)
        guard conditions.allSatisfy({ Interpolation.display(view[$0.field] ?? .null) == $0.value }) else { continue }
        items.append(
          FamilySummary(
            reference: family.key, workflow: family.workflow, status: family.status.rawValue, view: view,
            created: StoredJSON.instant(family.createdAt), updated: StoredJSON.instant(family.updatedAt)))
      }
      return Page(items, next: families.count < limit ? nil : families.last.map { String($0.id.rawValue) })
    }
  }

  /// The root workflows that a list is of; nil for all.
  private func workflows(_ request: ListFamilies) throws(ControlFailure) -> [String]? {
    let named = request.workflow.map { [$0.string] }
    guard let collection = request.collection?.string else { return named }
    let roots = bundles.deployed + bundles.pinned
    let found = Set(roots.filter { $0.collection == collection }.map(\.root.name))
    guard !found.isEmpty else {
      throw Self.unknown(
        "unknown_collection", "no workflow has the collection", collection, among: Set(roots.map(\.collection)).sorted()
      )
    }
    return named.map { $0.filter(found.contains) } ?? found.sorted()
  }

  /// The refusal of a name that is none of those known, with the nearest of them, or else all.
  private static func unknown(
    _ code: String, _ sentence: String, _ name: String, among known: [String]
  ) -> ControlFailure {
    let beginning = String(String.UnicodeScalarView(name.unicodeScalars.prefix(80)))
    return ControlFailure(
      status: 400, code: code, message: "\(sentence) '\(beginning)'",
      hint: NearestName.find(name, among: known).map { "did you mean '\($0)'?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  private var viewFields: [Bundle.ViewField] { (bundles.deployed + bundles.pinned).flatMap(\.viewFields) }

  private func isIndexed(_ field: String) -> Bool { viewFields.contains { $0.name == field && $0.index != .no } }

  private func conditions(_ view: ValueMap?) throws(ControlFailure) -> [(field: String, value: String)] {
    var conditions: [(field: String, value: String)] = []
    let known = Set(viewFields.map(\.name)).sorted()
    for entry in view?.entries ?? [] {
      let field = entry.key.stringValue ?? ""
      guard known.contains(field) else {
        throw Self.unknown("unknown_field", "no workflow shows a field", field, among: known)
      }
      conditions.append((field, Interpolation.display(entry.value)))
    }
    return conditions
  }

  func show(_ request: ShowFamily) async throws(ControlFailure) -> FamilyDetail {
    let shown = try await store.query { [bundles] reader throws(StoreError) -> FamilyDetail? in
      guard let family = try reader.family(key: request.reference.string) else { return nil }
      let bundle = bundles.bundle(family.bundle, workflow: family.workflow)
      return try FamilyReport(family, bundle: bundle, reader).detail
    }
    guard let shown else { throw StoreReads.noBooking(request.reference) }
    return shown
  }

  func history(_ request: ListHistory) async throws(ControlFailure) -> Page<HistoryLine> {
    let limit = (request.last ?? request.limit).items
    let after = try StoreReads.place(request.after)
    if request.last != nil, after != nil || request.limit != nil {
      throw ControlFailure(
        status: 400, code: "conflicting_arguments", message: "last goes with neither after nor limit",
        hint: "last: N gives the newest N; limit and after go through all of them")
    }
    let since = request.since?.microsecondsRoundedUp ?? .min
    let shown = try await store.query { reader throws(StoreError) -> Page<HistoryLine>? in
      guard let family = try reader.family(key: request.reference.string) else { return nil }
      var start = after ?? 0
      if request.last != nil { start = max(0, (try reader.lastHistory(of: family.id)?.sequence ?? 0) - Int64(limit)) }
      let skipped = start
      var rows: [HistoryRecord] = []
      var isAtEnd = false
      // Times rise along a history, so only its beginning can be too old.
      while rows.count < limit, !isAtEnd {
        let read = try reader.history(of: family.id, after: start, limit: limit)
        rows += read.filter { $0.at >= since }
        isAtEnd = read.count < limit
        start = read.last?.sequence ?? start
      }
      let kept = rows.prefix(limit)
      let items = kept.flatMap(HistoryLines.of)
      if request.last != nil { return Page(items, more: skipped > 0) }
      return Page(items, next: isAtEnd && kept.count == rows.count ? nil : kept.last.map { String($0.sequence) })
    }
    guard let shown else { throw StoreReads.noBooking(request.reference) }
    return shown
  }
}

/// The lines of a history row: one for each consequence of the step. A step that changed no state still has a line.
enum HistoryLines {
  static func of(_ row: HistoryRecord) -> [HistoryLine] {
    let trace = StoredJSON.value(row.trace).listValue ?? []
    return trace.isEmpty ? [line(row, nil)] : trace.map { line(row, $0) }
  }

  private static func line(_ row: HistoryRecord, _ entry: Value?) -> HistoryLine {
    func words(_ key: String) -> String {
      (entry?[key]?.listValue ?? []).compactMap(\.stringValue).joined(separator: " ")
    }
    var line = HistoryLine(
      at: StoredJSON.instant(row.at), sequence: row.sequence, workflow: entry?["machine"]?.stringValue ?? "",
      from: words("from"), to: words("to"),
      event: JournalRecord.readable(entry?["event"]?.stringValue ?? row.name), by: row.actor)
    if row.kind == "outcome" { line.step = row.name }
    if let kind = entry?["kind"]?.stringValue, kind != "transition" { line.outcome = kind }
    let text = entry?["text"] ?? entry?["code"] ?? entry?["timer"]
    line.text = text.map { $0.stringValue ?? JSON.text($0) }
    return line
  }
}
