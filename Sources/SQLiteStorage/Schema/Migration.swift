/// One numbered change of the schema. A published migration is never edited; a further change gets the next number.
///
/// A change expands first and contracts a release later. A migration that only adds leaves `oldestProgram` as it was,
/// so that the previous release still runs on the file. One that removes something raises it to the release that
/// stopped using the removed thing.
struct Migration: Sendable {
  /// The schema version of the file afterwards. Numbers start at 2 and have no gaps.
  let number: Int64
  /// The lowest `Schema.version` of a program that may still run on the file afterwards.
  let oldestProgram: Int64
  let sql: String

  /// The migrations from version 1 to `Schema.version`, in order.
  static let all = [
    typedTasks, senderCounts, records, PlainConditions.migration, FamilyStarts.migration, TaskStates.migration,
    OrderedKeys.migration,
  ]
}
