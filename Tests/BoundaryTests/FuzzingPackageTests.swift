import Foundation
import Testing

/// No other test builds the package `Fuzzing`. It repeats modules of the root, so the two manifests are compared.
@Suite struct FuzzingPackageTests {
  /// Modules with the modules that they depend on, as a manifest names them. A product of the same name adds nothing.
  private func modules(of manifest: String) throws -> [String: Set<String>] {
    let text = try SourceTree.file(manifest).text
    let declaration = /(?:library\(|name:)\s*"(?<name>\w+)"(?:,\s*(?:dependencies:\s*)?\[(?<list>[^\]]*)\])?/
    return Dictionary(
      text.matches(of: declaration).map { match in
        let names = (match.output.list ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) }
        return (String(match.output.name), Set(names))
      }
    ) { $0.union($1) }
  }

  @Test func itsModulesDependOnTheSameAsTheRoots() throws {
    let (root, own) = (try modules(of: "Package.swift"), try modules(of: "Fuzzing/Package.swift"))
    #expect(own.count > 10)
    for (name, dependencies) in own {
      guard let expected = root[name] else { continue }
      #expect(dependencies == expected, "\(name) in Fuzzing/Package.swift")
      for dependency in dependencies { #expect(own[dependency] != nil, "\(name) needs \(dependency) there") }
    }
  }

  @Test func itsModulesAreLinksToTheRoots() throws {
    let own = try modules(of: "Fuzzing/Package.swift")
    for name in own.keys {
      let root = SourceTree.root.appending(path: "Sources/\(name)")
      guard FileManager.default.fileExists(atPath: root.path) else { continue }
      let link = SourceTree.root.appending(path: "Fuzzing/Sources/\(name)")
      #expect(link.resolvingSymlinksInPath() == root.resolvingSymlinksInPath(), "Fuzzing/Sources/\(name)")
    }
  }
}
