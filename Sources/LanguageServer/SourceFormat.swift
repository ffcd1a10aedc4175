internal import YAMLTree

/// Formats a definition file: two spaces for each level, one blank after `-`, and within brackets after `:` and `,` but not
/// beside the brackets; at most one blank line, none at the ends. Values and comments that are aligned stay so. No value
/// changes: the result is read and compared with what stood there.
public struct SourceFormat: Sendable {
  /// The reason why a text is not formatted.
  public struct Fault: Error, Sendable {
    /// A sentence that describes the fault.
    public let message: String
  }

  /// Creates the format.
  public init() {}

  /// Returns the formatted text.
  ///
  /// - Throws: `Fault` for a text that cannot be read as YAML.
  public func formatted(_ source: String) throws(Fault) -> String {
    let before = try tree(source)
    var layout = SourceLayout(source)
    let text = layout.text()
    // A layout beyond the rules stays as it is.
    guard let after = try? tree(text), Self.areSame(before, after) else { return source }
    return text
  }

  private func tree(_ source: String) throws(Fault) -> Node {
    do {
      return try YAMLReader().read(Array(source.utf8), file: "")
    } catch {
      let fault = error.list.first
      throw Fault(message: "line \(fault?.place.line ?? 1): \(fault?.message ?? "it is not YAML")")
    }
  }

  private static func areSame(_ a: Node, _ b: Node) -> Bool {
    switch (a.content, b.content) {
    case (.scalar(let x, let isPlain), .scalar(let y, let isPlainToo)): x == y && isPlain == isPlainToo
    case (.sequence(let x), .sequence(let y)): x.count == y.count && zip(x, y).allSatisfy { areSame($0, $1) }
    case (.mapping(let x), .mapping(let y)):
      x.count == y.count && zip(x, y).allSatisfy { areSame($0.key, $1.key) && areSame($0.value, $1.value) }
    default: false
    }
  }
}
