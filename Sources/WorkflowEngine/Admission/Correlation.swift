internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Finds the families that a provider's event concerns. Each family is judged by the bundle to which it is pinned: that
/// bundle says which events it hears and which view field identifies it.
struct Correlation {
  private let context: TurnContext
  private let name: String
  /// One entry for each declaration that hears the event, holding everything it reads from the body. Evaluated once.
  private let readings: [Reading]

  private struct Reading {
    let listener: BundleTable.Listener
    /// The values of `correlate`, in its order; nil where the body has no such field.
    let subjects: [Value?]
    let payload: Value?
  }

  init(context: TurnContext, source: String, name: String, body: Value) {
    self.context = context
    self.name = name
    readings = context.bundles.listeners(to: "\(source)/\(name)").map { listener in
      func evaluate(_ expression: DataExpression) -> Value? {
        do throws(EvaluationError) {
          return try listener.bundle.evaluate(expression, body: body, now: context.now)
        } catch {
          // A body without the field identifies no family by it, and yields no payload.
          return nil
        }
      }
      let payload = listener.declaration.extract.map(evaluate) ?? body
      return Reading(
        listener: listener, subjects: listener.declaration.correlate.map { evaluate($0.value) },
        payload: payload.map { CELType.dyn.normalize($0) })
    }
  }

  /// One declaration of one family that hears the event. `payload` is nil if the body does not yield it.
  struct Hearing {
    let declaration: EventDeclaration
    let payload: Value?
  }

  struct Target {
    let family: FamilyPin
    var hearings: [Hearing]
  }

  struct Found {
    /// Newest first, each family once.
    var targets: [Target] = []
    /// Why an event that no family takes now is kept; nil if it concerns nobody.
    var awaited: Awaited?
    /// True if the event concerns families, and all of them ignore it in their present states.
    var isIgnored = false
    /// Families below this id may be concerned too but have not been looked at yet; nil if all have been.
    var next: FamilyID?
  }

  /// The reason why an event that nobody takes now is kept.
  enum Awaited {
    /// It names objects of the sender's (a charge, a payment) that no family knows. The family that will know them may be on its way;
    /// if none comes, the event belongs to other business of the sender's.
    case stranger
    /// It names a family of ours that does not exist yet, or one whose definitions cannot be read at present.
    case family
  }

  /// Everything that live definitions read from the event, for each declaration: the families it concerns and the
  /// payload it carries.
  var reading: Value {
    let parts = readings.map { reading -> Value in
      .list([
        .string(reading.listener.declaration.name), .list(reading.subjects.map { $0 ?? .null }),
        reading.payload ?? .null,
      ])
    }
    return .list([.string(name)] + parts)
  }

  /// Finds the next families, newest first.
  ///
  /// - Parameters:
  ///   - cursor: only families with a lower id are looked at; nil starts from the newest.
  ///   - limit: the most families to find for one declaration; at least 1.
  func find(before cursor: FamilyID? = nil, limit: Int) throws(StoreError) -> Found {
    var found = Found()
    var byFamily: [FamilyID: Target] = [:]
    // Some declaration has not been looked up yet for families below this id.
    var floor: FamilyID?
    for reading in readings {
      let declaration = reading.listener.declaration
      if cursor != nil, !declaration.matchesAll { continue }
      let page = try self.page(reading, before: cursor, limit: limit)
      found.note(page.awaited)
      found.isIgnored = found.isIgnored || page.isIgnored
      if let last = page.last { floor = max(floor ?? last, last) }
      for pin in page.families {
        let hearing = Hearing(declaration: declaration, payload: reading.payload)
        byFamily[pin.id, default: Target(family: pin, hearings: [])].hear(hearing)
      }
    }
    found.targets = byFamily.values.filter { $0.family.id >= floor ?? $0.family.id }
      .sorted { $0.family.id > $1.family.id }
    found.next = floor
    if found.targets.isEmpty, !context.bundles.missing.isEmpty { found.note(.family) }
    return found
  }

  private struct Page {
    var families: [FamilyPin] = []
    /// The last family looked at, if there may be more below it.
    var last: FamilyID?
    /// Set if the event names something for which there is no row.
    var awaited: Awaited?
    /// True if families were found and each of them ignores the event.
    var isIgnored = false
  }

  /// Looks up families of the listener's bundle, by the first of its fields that finds any.
  private func page(
    _ reading: Reading, before cursor: FamilyID?, limit: Int
  ) throws(StoreError) -> Page {
    let listener = reading.listener
    var page = Page()
    for ((field, _), subject) in zip(listener.declaration.correlate, reading.subjects) {
      guard let value = subject, value != .null else { continue }
      let (name, text) = (listener.bundle.viewFields[field].name, Interpolation.display(value))
      guard listener.declaration.matchesAll else {
        let live = try context.store.liveFamilies(whereView: name, is: text, before: nil, limit: 100)
        page.families = Array(live.filter { context.bundles.concerns($0, listener) }.prefix(1))
        if !page.families.isEmpty { return page }
        // Families of other bundles hear the event by their own declarations, and ended families hear nothing.
        if page.awaited != .family, try !context.store.hasFamily(whereView: name, is: text) {
          page.awaited = awaited(text, listener.bundle.isOwnName(field)) ?? page.awaited
        }
        continue
      }
      let slice = try FanOutSlice(listener: listener, context: context, limit: limit)
        .find(whereView: name, is: text, before: cursor)
      page.families = slice.families
      page.last = slice.last
      page.isIgnored = slice.isAnyThere && slice.families.isEmpty
      if slice.isAnyThere || page.last != nil { return page }
      // An event for many waits for nobody: who starts later looks the facts up. A later slice of a fan-out keeps to the field that found the first slice.
      if cursor != nil, try !context.store.liveFamilies(whereView: name, is: text, before: nil, limit: 1).isEmpty {
        return page
      }
    }
    return page
  }

  /// Whom the event waits for by a name that no family has.
  private func awaited(_ name: String, _ isOwn: Bool) -> Awaited? {
    guard isOwn else { return .stranger }
    return context.options.isReference(name) ? .family : nil
  }
}

extension Correlation.Found {
  fileprivate mutating func note(_ awaited: Correlation.Awaited?) {
    if self.awaited != .family, let awaited { self.awaited = awaited }
  }
}

extension Bundle {
  /// True if families are known by this view field from the start: the root gives it, and no two have the same value. What a machine
  /// learns on its way (a charge, a payment) is a name that somebody else gave.
  fileprivate func isOwnName(_ field: Int) -> Bool {
    viewFields[field].owner == 0 && viewFields[field].index == .unique
  }
}

extension Correlation.Target {
  fileprivate mutating func hear(_ hearing: Correlation.Hearing) {
    guard !hearings.contains(where: { $0.declaration.name == hearing.declaration.name }) else { return }
    hearings.append(hearing)
  }
}
