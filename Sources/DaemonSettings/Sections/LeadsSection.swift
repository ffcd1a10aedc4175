/// Contact forms and their scores.
public struct LeadsSection: Hashable, Sendable {
  /// The file of points, industries and sales people; nil for the standard points, without sales people.
  public var rules: String?
  /// How long a lead is kept after its last contact form.
  public var keepFor: Duration

  init(_ section: SectionReader) {
    rules = section.optional("rules", .path("a file of points"))
    keepFor = section.value(
      "keep_for", .duration(.seconds(86_400)...(.seconds(3_650 * 86_400))), default: .seconds(365 * 86_400))
  }
}
