/// The version that `magnetiqd` and `magnetiqctl` of one build share; Semantic Versioning.
public enum BuildVersion {
  public static let text = "0.1.0"
}
