import CEL
import CivilTime
import Execution

/// A step about a meeting, checked.
enum MeetingOrder {
  case create(MeetingPlan, host: String?)
  case move(id: String, host: String?, start: Instant, end: Instant)
  case delete(id: String, host: String?)

  /// Zoom's limit of a topic; the others have longer ones.
  private static let longest = 200

  init(_ request: StepRequest) throws(StepError) {
    let input = StepInput(request)
    let host = try input.optionalString("host")
    switch request.step {
    case MeetingCatalogue.create.name:
      let topic = try input.string("topic")
      guard (1...Self.longest).contains(topic.count), topic.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
        throw StepError(
          code: "rejected", message: "meeting.create: 'topic' is to have 1 to \(Self.longest) characters on one line")
      }
      let (start, end) = try Self.times(input, request.step)
      self = .create(MeetingPlan(topic: topic, start: start, end: end, key: request.key), host: host)
    case MeetingCatalogue.move.name:
      let (start, end) = try Self.times(input, request.step)
      self = .move(id: try Self.id(input), host: host, start: start, end: end)
    case MeetingCatalogue.delete.name: self = .delete(id: try Self.id(input), host: host)
    default: throw StepError(code: "rejected", message: "executor 'meetings' has no step '\(request.step)'")
    }
  }

  private static func id(_ input: StepInput) throws(StepError) -> String {
    let id = try input.string("id")
    guard (1...512).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
      throw StepError(code: "rejected", message: "\(input.step): 'id' is to be what meeting.create has returned")
    }
    return id
  }

  private static func times(_ input: StepInput, _ step: String) throws(StepError) -> (Instant, Instant) {
    let (start, end) = (try input.timestamp("start"), try input.timestamp("end"))
    let length = end.duration(since: start)
    guard length > .zero, length <= .seconds(86_400) else {
      throw StepError(code: "rejected", message: "\(step): 'end' is to be later than 'start', by a day at most")
    }
    return (start, end)
  }
}

/// A meeting that is to be.
struct MeetingPlan {
  let topic: String
  let start: Instant
  let end: Instant
  /// The step's key, by which the meeting is found again.
  let key: String
}
