public import CEL

// The stored form of snapshots and traces. It is JSON with names instead of indexes, which the bundle types again when
// it is read.
extension Bundle {
  /// Encodes the part of a family that never changes after its start: key, time, input, parameters and currency.
  public func encodeStart(of family: FamilySnapshot) -> Value { .map(SnapshotCoder(bundle: self).start(of: family)) }

  /// Encodes the part of a family that a step may change and that belongs to no single machine.
  public func encode(_ family: FamilySnapshot) -> Value { .map(SnapshotCoder(bundle: self).variables(of: family)) }

  /// Decodes a family without its machines.
  ///
  /// - Parameters:
  ///   - start: as `encodeStart` wrote it.
  ///   - body: as `encode` wrote it; null for a family that was not stepped yet.
  /// - Throws: `SnapshotError` if the JSON does not fit this bundle.
  public func decodeFamily(start: Value, body: Value) throws(SnapshotError) -> FamilySnapshot {
    try SnapshotCoder(bundle: self).decodeFamily(start: start, body: body)
  }

  /// Encodes one machine of a family as JSON text.
  public func encode(_ instance: InstanceSnapshot, machine: Int) -> [UInt8] {
    var json = JSONStream()
    SnapshotCoder(bundle: self).write(instance, machine: machine, to: &json)
    return json.bytes
  }

  /// Decodes a machine that `encode` wrote.
  ///
  /// - Throws: `SnapshotError` if the JSON does not fit this bundle.
  public func decodeInstance(_ json: Value, machine: Int) throws(SnapshotError) -> InstanceSnapshot {
    try SnapshotCoder(bundle: self).decodeInstance(json, machine: machine)
  }

  /// Decodes an event that `Event.value` wrote, with its payload typed as the machine declares it.
  ///
  /// - Throws: `SnapshotError` if the JSON does not fit this bundle.
  public func event(_ json: Value, machine: Int) throws(SnapshotError) -> Event {
    try SnapshotCoder(bundle: self).event(json, machine: machine)
  }

  /// Encodes a trace for the history as JSON text with sorted keys: one entry for each transition and for each other thing
  /// that happened.
  public func encode(_ trace: [TraceEntry]) -> [UInt8] {
    var json = JSONStream(isCanonical: true)
    TraceCoder(bundle: self).write(trace, to: &json)
    return json.bytes
  }
}

extension Event {
  /// The event as it is kept in snapshots and in the history.
  public var value: Value {
    var map = ValueMap(distinct: [("name", .string(name)), ("role", .string(role)), ("data", data)])
    if amount != 0 { map["amount"] = .int(amount) }
    if fired != 0 { map["fired"] = .int(fired) }
    if !locals.isEmpty { map["locals"] = .list(locals) }
    return .map(map)
  }
}
