/// The states that a microstep enters, as Appendix D's computeEntrySet collects them.
package struct EntrySet: Sendable {
  /// Appendix D, statesToEnter.
  package var states = StateSet()
  /// Appendix D, statesForDefaultEntry: the compound states among them that are entered by their default.
  package var defaults = StateSet()
  /// The keys of Appendix D's defaultHistoryContent. They are the history states that stand for their default; Appendix
  /// D names the parent instead.
  package var histories = StateSet()

  mutating func formUnion(_ other: EntrySet) {
    states.formUnion(other.states)
    defaults.formUnion(other.defaults)
    histories.formUnion(other.histories)
  }
}
