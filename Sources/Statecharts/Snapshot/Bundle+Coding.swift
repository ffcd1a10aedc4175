public import CEL

// The stored form of snapshots and traces. It is JSON with names instead of indexes, which the bundle types again when
// it is read.
extension Bundle {
  /// Encodes the part of a family that belongs to no single machine.
  public func encode(_ family: FamilySnapshot) -> Value { SnapshotCoder(bundle: self).encode(family) }

  /// Encodes what never changes after the start of a family: the beginning of its JSON text, for `encodedText`.
  public func encodedConstants(of family: FamilySnapshot) -> [UInt8] {
    JSON.encode(.map(SnapshotCoder(bundle: self).constants(of: family))).dropLast()
  }

  /// The JSON text of `encode(family)`.
  ///
  /// - Parameter constants: the text that `encodedConstants` gave for this family; most of a family is encoded once.
  public func encodedText(of family: FamilySnapshot, constants: [UInt8]) -> [UInt8] {
    constants + [UInt8(ascii: ",")] + JSON.encode(.map(SnapshotCoder(bundle: self).variables(of: family))).dropFirst()
  }

  /// Decodes a family that `encode` wrote, without its machines.
  ///
  /// - Throws: `SnapshotError` if the JSON does not fit this bundle.
  public func decodeFamily(_ json: Value) throws(SnapshotError) -> FamilySnapshot {
    try SnapshotCoder(bundle: self).decodeFamily(json)
  }

  /// Encodes one machine of a family.
  public func encode(_ instance: InstanceSnapshot, machine: Int) -> Value {
    SnapshotCoder(bundle: self).encode(instance, machine: machine)
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

  /// Encodes a trace for the history: one entry for each transition and for each other thing that happened.
  public func encode(_ trace: [TraceEntry]) -> Value { TraceCoder(bundle: self).encode(trace) }
}

extension Event {
  /// The event as it is kept in snapshots and in the history.
  public var value: Value {
    var map = ValueMap([("name", .string(name)), ("role", .string(role)), ("data", data)])
    if amount != 0 { map["amount"] = .int(amount) }
    if fired != 0 { map["fired"] = .int(fired) }
    if !locals.isEmpty { map["locals"] = .list(locals) }
    return .map(map)
  }
}
