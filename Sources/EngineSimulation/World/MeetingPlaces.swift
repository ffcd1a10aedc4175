internal import CEL
internal import Execution
internal import WorkflowEngine

/// The provider of online meetings and the consultants' calendars: what is there, by what was done.
struct MeetingPlaces {
  /// The meetings that are there, with the times at which they begin.
  private(set) var meetings: [String: Value] = [:]
  /// The entries of the consultants' calendars, by booking: the revision that was written last.
  private(set) var entries: [String: Int64] = [:]

  /// Carries a request out.
  ///
  /// - Parameter act: the number of acts under the same key before this one. A provider of meetings knows no keys.
  /// - Returns: nil if the step is none of meetings or calendars.
  mutating func act(_ request: StepRequest, key: String, act: Int) -> StepOutcome? {
    let id = request.input["id"]?.stringValue ?? ""
    switch request.step {
    case "meeting.create":
      let made = act == 0 ? "m_\(key)" : "m_\(key)_\(act)"
      meetings[made] = request.input["start"] ?? .null
      return .done(["id": .string(made), "url": .string("https://meet.example/\(made)"), "password": nil])
    case "meeting.move":
      guard meetings[id] != nil else { return .failed(StepError(code: "no_meeting", message: "there is no \(id)")) }
      meetings[id] = request.input["start"] ?? .null
      return .done(.map(ValueMap()))
    case "meeting.delete":
      // One that is not there is deleted already.
      meetings[id] = nil
      return .done(.map(ValueMap()))
    case "calendar.put":
      entries[request.input["uid"]?.stringValue ?? ""] = request.input["sequence"]?.intValue ?? 0
      return .done(.map(ValueMap()))
    case "calendar.delete":
      entries[request.input["uid"]?.stringValue ?? ""] = nil
      return .done(.map(ValueMap()))
    default: return nil
    }
  }
}
