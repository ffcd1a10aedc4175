internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Finds the families that a provider's event concerns, each by its own definitions: the bundle that it is pinned to says which events
/// it hears, and which view field finds it.
struct Correlation {
  private let context: TurnContext
  private let name: String
  /// Each declaration that hears the event, with all that it reads of the body: evaluated once.
  private let readings: [Reading]

  private struct Reading {
    let listener: BundleTable.Listener
    /// Values of `correlate`, in its order; nil where the body has none.
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
          // A body without the field finds nobody by it, and yields no payload.
          return nil
        }
      }
      let payload = listener.declaration.extract.map(evaluate) ?? body
      return Reading(
        listener: listener, subjects: listener.declaration.correlate.map { evaluate($0.value) },
        payload: payload.map { CELType.dyn.normalize($0) })
    }
  }

  /// One declaration of one family that hears the event; `payload` is nil if the body does not yield it.
  struct Hearing {
    let declaration: EventDeclaration
    let payload: Value?
  }

  struct Target {
    let family: FamilyPin
    var hearings: [Hearing]
  }

  struct Found {
    /// Newest first.
    var targets: [Target] = []
    /// Says that it is to be kept although nobody takes it now; nil: it concerns nobody.
    var awaited: Awaited?
    /// Families below this id may be concerned too and were not looked for yet; nil: all were found.
    var next: FamilyID?
  }

  /// Whom an event waits for.
  enum Awaited {
    /// It names things of the sender's (a charge, a payment) that no family knows. The family that will know them may be on its way;
    /// if none comes, the sender does business of its own with them.
    case stranger
    /// It names a family of ours that is not there, or may be one whose definitions are not known at present.
    case family
  }

  /// All that live definitions read of the event: whom it concerns and what it carries, for each declaration.
  var reading: Value {
    let parts = readings.map { reading -> Value in
      .list([
        .string(reading.listener.declaration.name), .list(reading.subjects.map { $0 ?? .null }),
        reading.payload ?? .null,
      ])
    }
    return .list([.string(name)] + parts)
  }

  /// - Parameters:
  ///   - cursor: only families below it; nil: from the newest.
  ///   - limit: families of one declaration that are looked for, at least 1.
  func find(before cursor: FamilyID? = nil, limit: Int) throws(StoreError) -> Found {
    var found = Found()
    var byFamily: [FamilyID: Target] = [:]
    // Below this id some declaration has not been looked up yet.
    var floor: FamilyID?
    for reading in readings {
      let declaration = reading.listener.declaration
      if cursor != nil, !declaration.matchesAll { continue }
      let page = try self.page(reading, before: cursor, limit: limit)
      found.note(page.awaited)
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
    /// The last family that was looked at, if there may be more below it.
    var last: FamilyID?
    /// Says that the event names something that no row knows.
    var awaited: Awaited?
  }

  /// Families of the listener's bundle by the first of its fields that finds any.
  private func page(
    _ reading: Reading, before cursor: FamilyID?, limit: Int
  ) throws(StoreError) -> Page {
    let listener = reading.listener
    var page = Page()
    for ((field, _), subject) in zip(listener.declaration.correlate, reading.subjects) {
      guard let value = subject, value != .null else { continue }
      let (name, text) = (listener.bundle.viewFields[field].name, Interpolation.display(value))
      let isFanOut = listener.declaration.matchesAll
      let live = try context.store.liveFamilies(
        whereView: name, is: text, before: cursor, limit: isFanOut ? limit : 100)
      // A family whose definitions are not known at present gets the event to keep, and judges it by its own once they are.
      page.families = live.filter {
        ($0.bundle == listener.bundle.hash && $0.workflow == listener.bundle.root.name)
          || context.bundles.isMissing($0.bundle, workflow: $0.workflow)
      }
      if isFanOut, live.count == limit { page.last = live.last?.id }
      if !isFanOut { page.families = Array(page.families.prefix(1)) }
      if !page.families.isEmpty || page.last != nil { return page }
      // A later slice of a fan-out stays with the field that found the first one.
      if cursor != nil, try !context.store.liveFamilies(whereView: name, is: text, before: nil, limit: 1).isEmpty {
        return page
      }
      // Who listens to all that match looks for himself when he begins, so that a fan-out waits for nobody. Families of other bundles
      // hear it by their own declarations, and those that have ended hear nothing more.
      if !isFanOut, page.awaited != .family, try !context.store.hasFamily(whereView: name, is: text) {
        page.awaited = awaited(text, listener.bundle.isOwnName(field)) ?? page.awaited
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
