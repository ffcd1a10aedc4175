public import Statecharts

/// The definitions of a folder, compiled.
public struct LoadedDefinitions: Sendable {
  /// One for each root workflow, in the order of their files.
  public var bundles: [Bundle]
  /// The files that each bundle consists of, in the order of the bundles: definitions, included files, and all
  /// templates if a step of the bundle fills templates in.
  public var sources: [[SourceFile]]
  /// Warnings about the folder; errors are thrown instead.
  public var warnings: [Finding]
}
