public import Matching

internal import YAMLTree

/// Reads weights: `version`, and under `weights` one whole number of basis points for each dimension.
public enum WeightsFile {
  /// - Parameter file: the name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(MatchingFileError) -> RankingWeights {
    let names = Dimension.allCases.map(\.rawValue)
    let root = try FileNode.root(bytes, file: file)
    let parts = try root.mapping(known: ["version", "weights"], required: ["version", "weights"])
    guard let version = try parts["version"]?.text(), let weights = parts["weights"] else {
      throw MatchingFileError(root.node, "version or weights is missing")
    }
    let fields = try weights.mapping(known: names, required: names)
    var list: [Int] = []
    for name in names { list.append(try fields[name]?.number(0...10_000) ?? 0) }
    do throws(RankingWeightsError) {
      return try RankingWeights(version: version, list)
    } catch {
      throw MatchingFileError(weights.node, error.description)
    }
  }
}
