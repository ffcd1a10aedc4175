import FoundationEssentials

/// The pages of `docs/errors`: one for each code of a finding, and `README.md` with the list of all.
struct ErrorPages {
  /// The folders that were searched, in order.
  let looked: [String]
  private let folder: String?

  init(folder named: String?, program: String = "/proc/self/exe") {
    looked =
      named.map { [$0] }
      ?? InstalledFiles.candidates(installed: "share/doc/magnetiq/errors", source: "docs/errors", program)
    folder = looked.first { FileManager.default.fileExists(atPath: "\($0)/README.md") }
  }

  var index: String? { text("README.md") }

  /// Returns nil for a text that is no code, such as `../x`.
  func page(of code: String) -> String? {
    guard !code.isEmpty, code.utf8.allSatisfy({ (97...122).contains($0) || $0 == UInt8(ascii: "-") }) else {
      return nil
    }
    return text("\(code).md")
  }

  /// All codes, sorted.
  var codes: [String] {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
    return names.filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { String($0.dropLast(3)) }.sorted()
  }

  private func text(_ name: String) -> String? {
    guard let folder, let data = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")) else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
