internal import Storage

/// Compares the records with the changes that were acknowledged: each of them made one version.
struct RecordJudge {
  let run: SimulationRun
  let reader: any StoreReader

  func findings() throws -> [String] {
    let changes = run.senders.filter { $0.kind == .command && $0.name.hasPrefix("record-") }
    return try Dictionary(grouping: changes, by: \.name).sorted { $0.key < $1.key }.compactMap { id, senders in
      let made = senders.count { $0.acknowledgement != nil }
      let version = try reader.record(kind: SimulationRun.recordKind, id: id)?.version ?? 0
      return version == made ? nil : "\(id) has version \(version), and \(made) changes were acknowledged"
    }
  }
}
