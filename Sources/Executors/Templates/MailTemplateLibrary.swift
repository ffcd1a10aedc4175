import Synchronization

/// The mail templates of every bundle that a family may be pinned to, by the bundle's hash: a mail is written with the words that its
/// booking started with.
public final class MailTemplateLibrary: Sendable {
  private let bundles = Mutex<[String: MailTemplates]>([:])

  public init() {}

  public func add(_ templates: MailTemplates, for bundle: String) { bundles.withLock { $0[bundle] = templates } }

  /// Forgets the templates of all other bundles.
  public func keepOnly(_ kept: Set<String>) {
    bundles.withLock { bundles in bundles = bundles.filter { kept.contains($0.key) } }
  }

  public func templates(for bundle: String) -> MailTemplates? { bundles.withLock { $0[bundle] } }
}
