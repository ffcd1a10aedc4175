import Testing

/// The real programs, as they are installed: one suite after the other, for each wants the whole machine.
@Suite(.serialized) struct EndToEnd {}
