import CEL
import CivilTime
import Ingress
import Marketplace
import Storage

/// Looks up the time that is held for somebody.
enum HeldTime {
  /// The workflow that keeps a hold.
  static let workflow = "hold"
  /// The code of the refusal if the hold has ended.
  static let ended = "hold_ended"

  /// Returns the family of a hold, if it is of this meeting and has not ended.
  static func family(
    _ key: String, of meeting: MeetingCall, _ reader: any StoreReader
  ) throws(StoreError) -> Result<FamilyID, MarketRefusal> {
    guard let family = try reader.family(key: key), family.workflow == workflow else {
      return .failure(MarketTerms.wrong("hold", "the reference of a hold"))
    }
    let view = StoredJSON.value(try reader.instances(of: family.id).last?.view ?? [])
    guard view["consultant"]?.stringValue == meeting.consultant, instant(view["start"]) == meeting.start else {
      return .failure(
        MarketRefusal(status: 409, code: "hold_mismatch", message: "the hold is of another meeting"))
    }
    guard family.status == .running else {
      return .failure(
        MarketRefusal(
          status: 409, code: ended, message: "the hold has ended; leave it out, and take the time if it is free",
          members: ValueMap([("holdStatus", view["status"] ?? .null)])))
    }
    return .success(family.id)
  }

  /// An instant as a view or a body says it.
  static func instant(_ value: Value?) -> Instant? {
    value?.timestampValue ?? value?.stringValue.flatMap { try? Instant.parse($0) }
  }
}
