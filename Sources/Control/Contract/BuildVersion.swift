/// The version that `magnetiqd` and `magnetiqctl` of one build share; Semantic Versioning.
public enum BuildVersion {
  /// The version by Semantic Versioning.
  public static let text = "0.1.0"
}
