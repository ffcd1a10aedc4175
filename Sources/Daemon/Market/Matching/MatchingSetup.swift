import DaemonSettings
import Files
import Matching
import MatchingFiles

/// Everything that a search for consultants needs besides the catalogue, read when the daemon starts.
struct MatchingFiles: Sendable {
  let taxonomy: Taxonomy
  let weights: RankingWeights
  let vectors: VectorTable?
  let newcomerPlace: Int
}

/// Reads the files that `matching` names.
struct MatchingSetup {
  private static let mostText = 4 << 20
  private static let mostVectors = 64 << 20

  let settings: MatchingSection
  let findings: StartFindings

  /// Returns nil if nothing is to be searched, or if a file cannot be used, which is a finding then.
  func files() -> MatchingFiles? {
    guard let skills = settings.skills else { return nil }
    let file = NamedFile(findings: findings)
    let taxonomy = file.read(skills, "matching.skills", most: Self.mostText) { bytes throws(MatchingFileError) in
      try TaxonomyFile.read(bytes, file: skills)
    }
    var weights: RankingWeights? = .standard
    if let ranking = settings.ranking {
      weights = file.read(ranking, "matching.ranking", most: Self.mostText) { bytes throws(MatchingFileError) in
        try WeightsFile.read(bytes, file: ranking)
      }
    }
    var table: VectorTable?
    if let vectors = settings.vectors {
      table = file.read(vectors, "matching.vectors", most: Self.mostVectors) { bytes throws(VectorTableError) in
        try VectorTable(bytes)
      }
      guard table != nil else { return nil }
    }
    guard let taxonomy, let weights else { return nil }
    return MatchingFiles(
      taxonomy: taxonomy, weights: weights, vectors: table, newcomerPlace: settings.newcomerPlace)
  }
}
