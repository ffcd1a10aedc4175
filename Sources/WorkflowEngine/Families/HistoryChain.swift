public import Storage

/// The hash chain over a family's history. Changing a row requires changing all later rows.
public enum HistoryChain {
  /// Returns what the first row of a family follows: SHA-256 over the text of its start, so that the chain holds the
  /// start as well. Families older than version 6 of the schema have their start in the first row, which follows
  /// nothing.
  public static func beginning(of start: [UInt8], digest: ([UInt8]) -> [UInt8]) -> [UInt8] { digest(start) }

  /// Returns the hash of a row: SHA-256 over the previous row's hash and then the row's fields, each preceded by its
  /// length in decimal and a colon. The fields are family, sequence, time, kind, name, actor, input and trace.
  ///
  /// - Parameters:
  ///   - previous: the hash of the row before; for the first row, the chain's beginning.
  ///   - digest: SHA-256.
  public static func hash(
    of record: HistoryRecord, after previous: [UInt8], digest: ([UInt8]) -> [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + record.stimulus.count + record.trace.count)
    bytes += previous
    func add(_ part: some Collection<UInt8>) {
      bytes += String(part.count).utf8
      bytes.append(UInt8(ascii: ":"))
      bytes += part
    }
    add(String(record.family.rawValue).utf8)
    add(String(record.sequence).utf8)
    add(String(record.at).utf8)
    add(record.kind.utf8)
    add(record.name.utf8)
    add(record.actor.utf8)
    add(record.stimulus)
    add(record.trace)
    return digest(bytes)
  }
}
