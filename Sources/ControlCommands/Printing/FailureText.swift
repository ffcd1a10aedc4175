import CEL
import Control

/// A failure as messages: the fault, the cure and the findings.
enum FailureText {
  static func talk(_ failure: ControlFailure, _ session: Session) {
    if session.json {
      var map = ValueMap([("code", .string(failure.code)), ("message", .string(failure.message))])
      if let hint = failure.hint { map["hint"] = .string(hint) }
      if let findings = failure.findings { map["findings"] = findings }
      session.console.talk(JSON.text(.map(map)))
      return
    }
    session.console.talk("magnetiqctl: \(Cell.plain(failure.message)) [\(Cell.plain(failure.code))]")
    if let hint = failure.hint { session.console.talk("  \(Cell.plain(hint))") }
    if let findings = failure.findings { session.console.talk(Outline.text(findings, session.wall)) }
  }
}
