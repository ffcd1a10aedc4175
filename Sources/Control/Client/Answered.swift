public import CEL
public import CivilTime

/// An answer with the daemon's time and its JSON.
public struct Answered<Answer: Decodable & Sendable>: Sendable {
  /// The answer as its type.
  public let answer: Answer
  /// The daemon's present time; nil for the lines of a stream and for an answer that is no object.
  public let now: Instant?
  /// The JSON as received, including fields that this build does not know.
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
