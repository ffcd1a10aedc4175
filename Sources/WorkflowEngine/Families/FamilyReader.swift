internal import CEL
internal import Statecharts
internal import Storage

/// Reads the rows of a family into the form in which it is stepped.
struct FamilyReader {
  let context: TurnContext
  /// An outcome that the step's machine could not take and that no incident holds yet; nil for none.
  var untold: StepName?

  /// The reason why this program cannot step a family.
  struct Unloadable: Error {
    let code: String
    let message: String
  }

  func read(_ record: FamilyRecord) throws(StoreError) -> Result<LoadedFamily, Unloadable> {
    guard let bundle = context.bundles.bundle(record.bundle, workflow: record.workflow) else {
      return .failure(
        Unloadable(
          code: "bundle-missing",
          message:
            "its definitions (bundle \(record.bundle.prefix(12))) cannot be compiled with the configured executors; configure those that they name, then use 'incidents retry'"
        ))
    }
    do {
      return .success(try decode(record, bundle))
    } catch let error as SnapshotError {
      return .failure(Unloadable(code: "snapshot-unreadable", message: error.message))
    } catch let error as StoreError {
      guard error.kind == .corrupt else { throw error }
      return .failure(Unloadable(code: "snapshot-unreadable", message: error.message))
    } catch {
      throw StoreError(.misuse, "\(error)")
    }
  }

  private func decode(_ record: FamilyRecord, _ bundle: Bundle) throws -> LoadedFamily {
    var snapshot = try bundle.decodeFamily(
      start: context.parse(record.start, "family_starts.body of \(record.id)"),
      body: context.parse(record.body, "families.body of \(record.id)"))
    let family = LoadedFamily(bundle: bundle, record: record, snapshot: snapshot)
    // Rows are in ascending order of id, so the last one of a machine is its present incarnation.
    for instance in try context.store.instances(of: record.id) {
      guard let machine = bundle.machineIndex[instance.workflow] else {
        throw SnapshotError("there is no machine '\(instance.workflow)'")
      }
      snapshot.instances[machine] = try bundle.decodeInstance(
        context.parse(instance.snapshot, "instances.snapshot of \(instance.id)"), machine: machine)
      family.keep(instance, of: machine)
      let view = try context.parse(instance.view, "instances.view of \(instance.id)")
      for (field, definition) in bundle.viewFields.enumerated() where definition.owner == machine {
        family.views[field] = view[definition.name] ?? .null
      }
    }
    for record in try context.store.tasks(of: record.id, closed: false) {
      let run = try StepRun(record, bundle: bundle)
      if run.isLate { family.lateRuns[run.id] = run } else { family.runs[run.name] = run }
    }
    family.snapshot = snapshot
    try removeEndedSteps(from: family)
    if let last = try context.store.lastHistory(of: record.id) {
      family.sequence = last.sequence
      family.lastHash = last.hash
    }
    return family
  }

  /// A machine for which nothing but a step ended was not written anew. Such a step has no open run any more. Neither has
  /// one whose outcome its machine could not take, but that one is alive until a person has decided.
  private func removeEndedSteps(from family: LoadedFamily) throws(StoreError) {
    var held: Set<StepName>?
    for (machine, instance) in family.snapshot.instances.enumerated() {
      for step in instance?.steps ?? [] {
        let name = StepName(machine: machine, incarnation: step.run, serial: step.serial)
        if family.runs[name] != nil || name == untold { continue }
        if held == nil { held = try heldOutcomes(of: family) }
        if held?.contains(name) == false { family.snapshot.instances[machine]?.steps.removeAll { $0 == step } }
      }
    }
  }

  private func heldOutcomes(of family: LoadedFamily) throws(StoreError) -> Set<StepName> {
    var held: Set<StepName> = []
    for incident in try context.store.incidents(status: .open, family: family.id, limit: 1_000) {
      let detail = try context.parse(incident.detail, "incidents.detail of \(incident.id)")
      if case .outcome(let name, _) = (try? IncidentDetail.input(of: detail, bundle: family.bundle))?.input {
        held.insert(name)
      }
    }
    return held
  }
}
