public import Statecharts

/// The definitions of a folder, compiled.
public struct LoadedDefinitions: Sendable {
  /// One for each root workflow, in the order of their files.
  public var bundles: [Bundle]
  /// The files that each bundle is made of, in the order of the bundles: definitions, included files, and the templates if a step
  /// of the bundle fills any in.
  public var sources: [[SourceFile]]
  public var warnings: [Finding]
}
