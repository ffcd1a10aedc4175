/// The one stylesheet of the site.
public enum Stylesheet {
  /// Everything, in the order in which it has to stand.
  public static let text = [BaseStyle.tokens, BaseStyle.base, SearchStyle.text, FlowStyle.steps, FlowStyle.print]
    .joined(separator: "\n")
}
