import DaemonSettings
import Files

/// Reads the files that the settings name. One that cannot be used is a finding.
struct NamedFile {
  let findings: StartFindings

  func read<T, Fault: Error & CustomStringConvertible>(
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
