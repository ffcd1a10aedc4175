/// One numbered change of the schema. A published migration is never edited: the next change gets the next number.
///
/// Rule: expand first, contract a release later. A migration that only adds leaves `oldestProgram` where it was, so
/// that the previous release still runs on the file; one that takes away raises it to the release that stopped using
/// what goes.
struct Migration: Sendable {
  /// The schema version that the file has afterwards; from 2, without gaps.
  let number: Int64
  /// The lowest `Schema.version` of a program that may still run on the file afterwards.
  let oldestProgram: Int64
  let sql: String

  /// From version 1 to `Schema.version`.
  static let all = [typedTasks, senderCounts]
}
