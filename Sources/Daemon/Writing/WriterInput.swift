import WorkflowEngine

/// The inputs of the writer thread.
enum WriterInput: Sendable {
  case turn(TurnInput)
  /// A call that proves that the writer is alive.
  case token(@Sendable () -> Void)
  /// The clock moved, or somebody wants a turn without input.
  case poke
  /// Work on the engine itself between turns.
  case perform(@Sendable (WriterThread) -> Void)

  /// True for a poke.
  var isPoke: Bool { if case .poke = self { true } else { false } }
}
