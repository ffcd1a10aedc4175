public import CEL
import CivilTime

/// A duration that is not negative, as ISO 8601.
public struct ElapsedTime: WireScalar {
  /// The form, as errors and `docs/control-protocol.md` name it.
  public static let notation = "ISO 8601 duration such as PT24H or P7D"
  /// A valid value.
  public static let sample = ElapsedTime("P7D")
  /// The text as given.
  public let text: String

  /// Creates a value from a text that is known to have the form.
  public init(_ text: String) { self.text = text }

  /// Reads the JSON value; returns nil if it has another form.
  public init?(wire: Value) {
    guard case .string(let text) = wire, Self.duration(text) != nil else { return nil }
    self.text = text
  }

  /// The JSON value.
  public var wire: Value { .string(text) }

  /// The duration; zero if the text was not checked and is no duration.
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
