import WorkflowDefinitions

/// Codes of everything that is wrong with a root of its own, or with a family.
enum Checked {
  static func codes(_ body: String, input: String = "{reference: string}") -> [String] {
    codes(root: body, members: [:], input: input)
  }

  static func codes(root: String, members: [String: String], input: String = "{reference: string}") -> [String] {
    findings(root: root, members: members, input: input).map(\.code)
  }

  static func findings(
    root: String, members: [String: String] = [:], input: String = "{reference: string}"
  ) -> [Finding] {
    let names = members.keys.sorted()
    var sources = [
      "small.yaml":
        "workflow: small\nversion: 1\nfamily: [\(names.joined(separator: ", "))]\nkey: k\ninput: \(input)\n\(root)"
    ]
    for name in names {
      sources["\(name).yaml"] = "workflow: \(name)\nversion: 1\nfamily: small\n\(members[name] ?? "")"
    }
    return FindingTests.findings(sources)
  }
}
