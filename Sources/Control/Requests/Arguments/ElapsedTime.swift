public import CEL
import CivilTime

/// A length of time that is not negative: ISO 8601 on the wire.
public struct ElapsedTime: WireScalar {
  public static let notation = "ISO 8601 duration such as PT24H or P7D"
  public static let sample = ElapsedTime("P7D")
  public let text: String

  public init(_ text: String) { self.text = text }

  public init?(wire: Value) {
    guard case .string(let text) = wire, Self.duration(text) != nil else { return nil }
    self.text = text
  }

  public var wire: Value { .string(text) }

  /// Zero for a text that was not checked and is no duration.
  public var duration: Duration { Self.duration(text) ?? .zero }

  private static func duration(_ text: String) -> Duration? {
    do throws(CivilTimeError) {
      let duration = try Duration.parse(iso8601: text)
      return duration >= .zero ? duration : nil
    } catch {
      return nil
    }
  }
}
