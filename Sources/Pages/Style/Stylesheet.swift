/// The one stylesheet of the site.
public enum Stylesheet {
  /// Everything, in the order in which it has to stand.
  public static let text = [tokens, base, search, flow, print].joined(separator: "\n")
}
