import CEL
import CivilTime
import Execution

/// A step about a meeting, with the fields as Zoom takes them.
enum MeetingOrder {
  case create(host: String, Value)
  case move(id: String, Value)
  case delete(id: String)

  /// Zoom's type of a meeting that takes place once.
  private static let scheduled: Value = 2
  /// Zoom's limit of a topic.
  private static let longest = 200

  init(_ request: StepRequest, host: String) throws(StepError) {
    let input = StepInput(request)
    switch request.step {
    case MeetingCatalogue.create.name:
      let topic = try input.string("topic")
      guard (1...Self.longest).contains(topic.count), topic.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
        throw StepError(
          code: "rejected", message: "meeting.create: 'topic' is to have 1 to \(Self.longest) characters on one line")
      }
      var meeting = try Self.times(input, request.step)
      meeting["type"] = Self.scheduled
      meeting["topic"] = .string(topic)
      meeting["agenda"] = .string(request.key)
      let named = try input.optionalString("host") ?? host
      guard named == "me" || EmailAddress(named) != nil || ProviderIdentifier.isValid(named) else {
        throw StepError(code: "rejected", message: "meeting.create: 'host' is to be the address of an account")
      }
      self = .create(host: named, .map(meeting))
    case MeetingCatalogue.move.name:
      self = .move(id: try input.identifier("id"), .map(try Self.times(input, request.step)))
    case MeetingCatalogue.delete.name: self = .delete(id: try input.identifier("id"))
    default: throw StepError(code: "rejected", message: "executor 'meetings' has no step '\(request.step)'")
    }
  }

  /// Start and length. Zoom counts in whole minutes, so a part of one is rounded up.
  private static func times(_ input: StepInput, _ step: String) throws(StepError) -> ValueMap {
    let (start, end) = (try input.timestamp("start"), try input.timestamp("end"))
    let seconds = end.duration(since: start).components.seconds
    guard seconds > 0, seconds <= 86_400 else {
      throw StepError(code: "rejected", message: "\(step): 'end' is to be later than 'start', by a day at most")
    }
    return [
      "start_time": .string(String(start.description.prefix(19)) + "Z"), "timezone": "UTC",
      "duration": .int((seconds + 59) / 60),
    ]
  }
}
