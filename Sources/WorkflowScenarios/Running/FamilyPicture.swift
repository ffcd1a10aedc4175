internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage
internal import YAMLTree

/// A family as stored at one moment, decoded.
struct FamilyPicture {
  let bundle: Bundle
  let record: FamilyRecord
  let family: FamilySnapshot
  /// The view fields, by index.
  let view: [Value]

  /// Returns nil if there is no such family.
  init?(_ reader: any StoreReader, key: String, bundle: Bundle, now: Instant) throws {
    guard let record = try reader.family(key: key) else { return nil }
    var family = try bundle.decodeFamily(start: JSON.parse(record.start), body: JSON.parse(record.body))
    for instance in try reader.instances(of: record.id) {
      guard let machine = bundle.machineIndex[instance.workflow] else { continue }
      // Instances come in ascending order, so the last one of a machine is the present one.
      family.instances[machine] = try bundle.decodeInstance(JSON.parse(instance.snapshot), machine: machine)
    }
    self.bundle = bundle
    self.record = record
    self.family = family
    view = try bundle.view(of: family, now: now)
  }

  func isIn(machine name: String, state: String) -> Bool {
    guard let index = bundle.machineIndex[name], let instance = family.instances[index] else { return false }
    return instance.configuration.contains {
      let node = bundle.machines[index].states[$0]
      return node.name == state || node.path == state || node.path.hasSuffix(".\(state)")
    }
  }

  /// The active atomic states of a machine as text; `none` before its start, `ended` after it was stopped.
  func states(_ machine: Int) -> String {
    guard let instance = family.instances[machine] else { return "none" }
    let states = bundle.atomicStates(of: machine, in: instance.configuration).joined(separator: " ")
    return states.isEmpty ? "ended" : states
  }
}
