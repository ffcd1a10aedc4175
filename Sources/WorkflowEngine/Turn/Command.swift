internal import EngineMessages
internal import Storage

/// One thing that a turn does. A command reads and writes by way of the turn's context and by nothing else; what it must leave until
/// its own writes are done it appends to the context's follow-ups.
protocol Command {
  /// - Returns: what the sender hears; nil where nobody waits.
  func apply(to context: TurnContext) throws(StoreError) -> Reply?
}
