/// What Appendix D's enterStates collects: the states to enter, those of them that are entered by default, and history states that stand
/// for their default.
struct EntrySet {
  /// statesToEnter.
  var states = StateSet()
  /// statesForDefaultEntry.
  var defaults = StateSet()
  /// Keys of defaultHistoryContent, by history state instead of its parent.
  var histories = StateSet()
}
