internal import EngineMessages
internal import Storage

/// A unit of work within a turn. A command reads and writes only through the turn's context. Work that has to wait
/// until the command's own writes are done is appended to the context's follow-ups.
protocol Command {
  /// - Returns: the reply to the sender; nil if nobody waits for one.
  func apply(to context: TurnContext) throws(StoreError) -> Reply?
}
