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
    let taxonomy = read(skills, "matching.skills", most: Self.mostText) { bytes throws(MatchingFileError) in
      try TaxonomyFile.read(bytes, file: skills)
    }
    var weights: RankingWeights? = .standard
    if let ranking = settings.ranking {
      weights = read(ranking, "matching.ranking", most: Self.mostText) { bytes throws(MatchingFileError) in
        try WeightsFile.read(bytes, file: ranking)
      }
    }
    var table: VectorTable?
    if let vectors = settings.vectors {
      table = read(vectors, "matching.vectors", most: Self.mostVectors) { bytes throws(VectorTableError) in
        try VectorTable(bytes)
      }
      guard table != nil else { return nil }
    }
    guard let taxonomy, let weights else { return nil }
    return MatchingFiles(
      taxonomy: taxonomy, weights: weights, vectors: table, newcomerPlace: settings.newcomerPlace)
  }

  private func read<T, Fault: Error & CustomStringConvertible>(
    _ path: String, _ key: String, most: Int, _ parse: ([UInt8]) throws(Fault) -> T
  ) -> T? {
    switch RegularFile.read(path, atMost: most) {
    case .success(let bytes):
      do throws(Fault) {
        return try parse(bytes)
      } catch {
        findings.add(.value, key, expected: "a file that can be read", given: path, cure: "\(error)")
      }
    case .failure(let refusal):
      let fault =
        switch refusal {
        case .tooLarge: "larger than \(most >> 20) MiB"
        case .notRegular(let kind): kind
        case .failed(let words): words
        }
      findings.add(.unreadable, key, expected: "a file that can be read", given: "\(path): \(fault)")
    }
    return nil
  }
}
