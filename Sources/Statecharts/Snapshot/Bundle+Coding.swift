public import CEL

// How snapshots and traces are kept: JSON with names instead of indexes, typed again by the bundle when it is read.
extension Bundle {
  /// The part of a family that belongs to no single machine.
  public func encode(_ family: FamilySnapshot) -> Value { SnapshotCoder(bundle: self).encode(family) }

  /// The family as `encode` wrote it, without its instances.
  public func decodeFamily(_ json: Value) throws(SnapshotError) -> FamilySnapshot {
    try SnapshotCoder(bundle: self).decodeFamily(json)
  }

  /// One machine of a family.
  public func encode(_ instance: InstanceSnapshot, machine: Int) -> Value {
    SnapshotCoder(bundle: self).encode(instance, machine: machine)
  }

  /// A machine's snapshot as `encode` wrote it.
  public func decodeInstance(_ json: Value, machine: Int) throws(SnapshotError) -> InstanceSnapshot {
    try SnapshotCoder(bundle: self).decodeInstance(json, machine: machine)
  }

  /// An event as `Event.value` wrote it, with its payload typed as the machine declares it.
  public func event(_ json: Value, machine: Int) throws(SnapshotError) -> Event {
    try SnapshotCoder(bundle: self).event(json, machine: machine)
  }

  /// The trace as it stands in the history: one entry for each transition and for each thing else that happened.
  public func encode(_ trace: [TraceEntry]) -> Value { TraceCoder(bundle: self).encode(trace) }
}

extension Event {
  /// As it is kept in snapshots and in the history.
  public var value: Value {
    var map = ValueMap([("name", .string(name)), ("role", .string(role)), ("data", data)])
    if amount != 0 { map["amount"] = .int(amount) }
    if fired != 0 { map["fired"] = .int(fired) }
    if !locals.isEmpty { map["locals"] = .list(locals) }
    return .map(map)
  }
}
