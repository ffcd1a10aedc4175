public import Storage

/// The hash chain over a family's history: whoever changes a row has to change all later ones.
public enum HistoryChain {
  /// SHA-256 over the previous hash and the row's canonical bytes: sequence, time, kind, name, actor, stimulus, trace, each preceded by
  /// its length.
  public static func hash(
    of record: HistoryRecord, after previous: [UInt8], digest: ([UInt8]) -> [UInt8]
  ) -> [UInt8] {
    var bytes = previous
    let parts: [[UInt8]] = [
      Array(String(record.family.rawValue).utf8), Array(String(record.sequence).utf8), Array(String(record.at).utf8),
      Array(record.kind.utf8), Array(record.name.utf8), Array(record.actor.utf8), record.stimulus, record.trace,
    ]
    for part in parts {
      bytes += Array("\(part.count):".utf8)
      bytes += part
    }
    return digest(bytes)
  }
}
