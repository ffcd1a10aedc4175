import ArgumentParser
import Control
import Glibc

/// The exit codes that `magnetiqctl --help` documents.
enum Exit: Int32 {
  case done = 0
  case refused = 1
  case usage = 2
  case notFound = 3
  case unreachable = 4
  case findings = 5

  init(_ failure: ControlFailure) {
    self =
      switch failure.status {
      case _ where failure.findings != nil: .findings
      case 0: .unreachable
      case 400, 422: .usage
      case 404 where failure.code != "unknown_verb" && failure.code != "protocol_mismatch": .notFound
      default: .refused
      }
  }

  var error: ExitCode { ExitCode(rawValue) }

  func end() -> Never { exit(rawValue) }
}
