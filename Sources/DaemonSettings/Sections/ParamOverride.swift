/// A value for a parameter that workflows declare. The declaration gives the type; here it is text, as written.
public struct ParamOverride: Hashable, Sendable {
  public var name: String
  public var text: String
  /// Written in quotes: meant as text, whatever it looks like.
  public var isQuoted: Bool

  public init(name: String, text: String, isQuoted: Bool) {
    self.name = name
    self.text = text
    self.isQuoted = isQuoted
  }
}
