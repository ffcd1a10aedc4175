import CEL
public import Execution

/// The steps of the executor for online meetings. A meeting's topic begins with the booking's reference, by which its
/// webhooks find the booking.
public enum MeetingCatalogue {
  /// All of them.
  public static let all = [create, move, delete]

  /// Creates a meeting. After a lost reply the host's meetings are asked for it before one is created again.
  static let create = StepDeclaration(
    name: "meeting.create", stepClass: .notify,
    input: [
      .init(name: "topic", type: .string), .init(name: "start", type: .timestamp), .init(name: "end", type: .timestamp),
      // The host, by the address of their account (Zoom), by their object identifier (Teams) or by their calendar (Meet);
      // that of the settings if there is none.
      .init(name: "host", type: .nullable(.string)),
    ],
    returns: [
      .init(name: "id", type: .string), .init(name: "url", type: .string),
      .init(name: "password", type: .nullable(.string)),
    ], errors: ["rejected", "no_host"], onUnknown: .resend, timeout: .seconds(90))

  /// Moves a meeting to another time. Its address stays.
  static let move = StepDeclaration(
    name: "meeting.move", stepClass: .idempotent,
    input: [
      .init(name: "id", type: .string), .init(name: "start", type: .timestamp), .init(name: "end", type: .timestamp),
      // The host that it was created with.
      .init(name: "host", type: .nullable(.string)),
    ],
    returns: [], errors: ["no_meeting"], keyLifetime: .seconds(365 * 86_400), timeout: .seconds(90))

  /// Deletes a meeting; one that is not there is deleted already.
  static let delete = StepDeclaration(
    name: "meeting.delete", stepClass: .idempotent,
    input: [.init(name: "id", type: .string), .init(name: "host", type: .nullable(.string))], returns: [],
    errors: [], keyLifetime: .seconds(365 * 86_400), timeout: .seconds(90))
}
