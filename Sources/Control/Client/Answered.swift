public import CEL
public import CivilTime

/// An answer, and beside it what programs and times need.
public struct Answered<Answer: Decodable & Sendable>: Sendable {
  public let answer: Answer
  /// The instant by which the daemon lives; nil for an answer that is no object, and for lines.
  public let now: Instant?
  /// As it came, fields included that this build does not know.
  public let value: Value

  init(_ value: Value, to verb: Verb) throws(ControlFailure) {
    self.value = value
    now = value["now"].flatMap { Instant(wire: $0) }
    do throws(WireFault) {
      answer = try Wire.read(Answer.self, from: value, strictly: false)
    } catch {
      throw ControlFailure(
        status: 0, code: "broken_answer", message: "the answer to \(verb.name) is not of its type: \(error)",
        hint: "magnetiqctl and magnetiqd may be of different versions")
    }
  }
}
