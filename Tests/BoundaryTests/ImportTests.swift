import Testing

/// The imports of the sources and the dependencies of the manifest.
@Suite struct ImportTests {
  @Test func everyModuleHasARule() throws {
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    #expect(manifest.targets.count > 20, "Package.swift was not understood: mend Manifest.swift")
    for name in manifest.targets.keys.sorted() where Architecture.rules[name] == nil {
      Issue.record("Package.swift: \(name) has no line in Architecture.swift; say there whom it may import")
    }
    for name in Architecture.rules.keys.sorted() where manifest.targets[name] == nil {
      Issue.record("Architecture.swift: \(name) is not a target of Package.swift; take its line out")
    }
  }

  @Test func theManifestAgreesWithTheArchitecture() throws {
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    for (name, dependencies) in manifest.targets.sorted(by: { $0.key < $1.key }) {
      guard let rule = Architecture.rules[name] else { continue }
      for extra in dependencies.subtracting(rule.mayImport).sorted() {
        Issue.record(
          "Package.swift: \(name) depends on \(extra), which Architecture.swift does not allow; drop it, or decide anew and write a decision page"
        )
      }
    }
  }

  @Test func modulesImportOnlyWhatTheirRuleAllows() {
    for file in SourceTree.sources {
      guard let rule = Architecture.rules[file.module] else { continue }
      for (module, line) in file.imports where !rule.mayImport.contains(module) {
        if module == "Glibc", Architecture.glibcAllowed[file.path] != nil { continue }
        Issue.record(
          "\(file.place(line)): \(file.module) may not import \(module); it may import \(rule.mayImport.sorted().joined(separator: ", ")). Move the code to a module that may, or pass the value in"
        )
      }
    }
  }

  @Test func filesImportOnlyWhatTheirTargetDependsOn() throws {
    // SwiftPM lets a file import whatever has happened to be built; a clean build then fails, sometimes.
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    let toolchain: Set<String> = [
      "Swift", "Glibc", "Synchronization", "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Testing",
    ]
    for file in SourceTree.sources {
      guard let dependencies = manifest.targets[file.module] else { continue }
      for (module, line) in file.imports where !dependencies.contains(module) && !toolchain.contains(module) {
        Issue.record(
          "\(file.place(line)): imports \(module), which Package.swift does not name for \(file.module); add it there")
      }
    }
  }

  @Test func allowancesForGlibcAreUsed() {
    for path in Architecture.glibcAllowed.keys.sorted() {
      let file = SourceTree.sources.first { $0.path == path }
      #expect(
        file?.imports.contains { $0.module == "Glibc" } == true,
        "Architecture.swift: \(path) does not import Glibc (any more); take its allowance out")
    }
  }

  @Test func theDaemonIsNotLinkedWithDoubles() throws {
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    let reached = manifest.closure(of: "magnetiqd").intersection(Architecture.neverInTheDaemon).sorted()
    #expect(reached.isEmpty, "Package.swift: magnetiqd reaches \(reached); a double must never run in production")
  }

  @Test(arguments: ["magnetiqd", "magnetiqctl", "magnetiq-sandbox"])
  func noProgramIsLinkedWithTestingModules(_ program: String) throws {
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    let reached = manifest.closure(of: program).intersection(Architecture.neverInAProgram).sorted()
    #expect(reached.isEmpty, "Package.swift: \(program) reaches \(reached), which is for tests only")
  }

  @Test(arguments: ["Ingress", "Site"]) func whatFacesTheInternetCannotReachTheEngine(_ module: String) throws {
    let manifest = Manifest(text: try SourceTree.file("Package.swift").text)
    let reached = manifest.closure(of: module).intersection(Architecture.neverInIngress).sorted()
    #expect(reached.isEmpty, "Package.swift: \(module) reaches \(reached); it hands over and waits for an answer")
  }
}
