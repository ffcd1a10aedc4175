import Synchronization

/// The mail templates of every bundle that a family may be pinned to, by the bundle's hash. A mail is written with the
/// templates of the bundle that its booking started with.
public final class MailTemplateLibrary: Sendable {
  private let bundles = Mutex<[String: MailTemplates]>([:])

  /// Creates an empty library.
  public init() {}

  /// Adds the templates of a bundle, or replaces them.
  public func add(_ templates: MailTemplates, for bundle: String) { bundles.withLock { $0[bundle] = templates } }

  /// Removes the templates of all other bundles.
  public func keepOnly(_ kept: Set<String>) {
    bundles.withLock { bundles in bundles = bundles.filter { kept.contains($0.key) } }
  }

  /// Returns the templates of a bundle; nil if they are not loaded.
  public func templates(for bundle: String) -> MailTemplates? { bundles.withLock { $0[bundle] } }
}
