import FoundationEssentials

/// The schema of workflow files as it was installed with this program, or stands in the source tree that it was built
/// in.
struct WorkflowSchema {
  /// The content; nil if there is none.
  let bytes: [UInt8]?

  init(named: String?, program: String = "/proc/self/exe") {
    let paths =
      named.map { [$0] }
      ?? InstalledFiles.candidates(
        installed: "share/magnetiq/workflow.schema.json", source: "config/workflow.schema.json", program)
    bytes = paths.lazy.compactMap { try? Data(contentsOf: URL(filePath: $0)) }.first.map { Array($0) }
  }
}
