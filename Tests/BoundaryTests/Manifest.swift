/// The targets of `Package.swift` with what each depends on, read from its text: `swift package describe` would start a
/// second SwiftPM inside the test, which waits for the first one's lock.
struct Manifest {
  /// Name of each target of Swift code -> names of modules that it depends on.
  let targets: [String: Set<String>]
  let testTargets: Set<String>

  init(text: String) {
    let body = text.components(after: "targets: [")
    var targets: [String: Set<String>] = [:]
    var testTargets: Set<String> = []
    for (kind, arguments) in Self.calls(in: body) {
      let strings = arguments.matches(of: /"([^"]+)"/).map { String($0.1) }
      guard let name = strings.first else { continue }
      var dependencies = Set(strings.dropFirst())
      let words = Set(arguments.matches(of: /\b[a-z]\w+\b/).map { String($0.0) })
      for (word, modules) in Self.packages where words.contains(word) { dependencies.formUnion(modules) }
      if kind == "tests" { testTargets.insert(name) } else { targets[name] = dependencies }
    }
    self.targets = targets
    self.testTargets = testTargets
  }

  /// Everything that is linked into `target`, itself included.
  func closure(of target: String) -> Set<String> {
    var reached: Set<String> = []
    var open = [target]
    while let next = open.popLast() {
      guard reached.insert(next).inserted else { continue }
      open += targets[next] ?? []
    }
    return reached
  }

  /// The manifest's own names for products of other packages.
  private static let packages: [String: [String]] = [
    "argumentParser": ["ArgumentParser"], "logging": ["Logging"], "yams": ["Yams", "CYaml"],
    "lifecycle": ["ServiceLifecycle", "UnixSignals"],
    "hummingbird": ["Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "NIOPosix", "Logging"],
  ]

  /// `library("X", [...])` as ("library", the text between its parentheses).
  private static func calls(in text: String) -> [(String, String)] {
    text.matches(of: /(library|program|tests)\(/).map { match in
      var depth = 1
      let arguments = text[match.range.upperBound...].prefix { character in
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        return depth > 0
      }
      return (String(match.1), String(arguments))
    }
  }
}

extension String {
  fileprivate func components(after marker: String) -> String {
    firstRange(of: marker).map { String(self[$0.upperBound...]) } ?? ""
  }
}
