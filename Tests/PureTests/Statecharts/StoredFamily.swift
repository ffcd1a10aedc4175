import CEL
import Statecharts

extension Bundle {
  /// The family as it is read again after it was stored, without its machines.
  func stored(_ family: FamilySnapshot) throws -> FamilySnapshot {
    try decodeFamily(
      start: JSON.parse(JSON.encode(encodeStart(of: family))), body: JSON.parse(JSON.encode(encode(family))))
  }
}
