internal import CEL

/// SARIF 2.1.0 (OASIS, 27 March 2020): one run of `magnetiqctl` with its rules and results.
struct SARIFLog {
  let findings: [Finding]
  /// The line of each finding.
  let lines: [String]

  init(_ findings: [Finding], lines: [String]) {
    (self.findings, self.lines) = (findings, lines)
  }

  var value: Value {
    let codes = Array(Set(findings.map(\.code))).sorted()
    let rules = codes.map { code in rule(code, level: findings.first { $0.code == code }?.severity ?? .error) }
    let results = findings.indices.map { result($0, rule: codes.firstIndex(of: findings[$0].code) ?? 0) }
    let driver: Value = ["name": "magnetiqctl", "rules": .list(rules)]
    // SARIF 3.14.17: the unit of columns.
    let run: Value = ["tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .list(results)]
    return [
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": .list([run]),
    ]
  }

  private func rule(_ code: String, level: Finding.Severity) -> Value {
    [
      "id": .string(code), "shortDescription": ["text": .string(code.map { $0 == "-" ? " " : String($0) }.joined())],
      "help": ["text": .string("magnetiqctl workflows explain \(code)")],
      "defaultConfiguration": ["level": .string(level.rawValue)],
    ]
  }

  private func result(_ index: Int, rule: Int) -> Value {
    let finding = findings[index]
    let text = finding.cure.isEmpty ? finding.message : "\(finding.message)\nCure: \(finding.cure)"
    let region: Value = [
      "startLine": .int(Int64(finding.line)), "startColumn": .int(Int64(finding.column)),
      "endLine": .int(Int64(finding.endLine)), "endColumn": .int(Int64(finding.endColumn)),
      "snippet": ["text": .string(lines[index])],
    ]
    let location: Value = [
      "physicalLocation": ["artifactLocation": ["uri": .string(Self.uri(finding.file))], "region": region]
    ]
    return [
      "ruleId": .string(finding.code), "ruleIndex": .int(Int64(rule)), "level": .string(finding.severity.rawValue),
      "message": ["text": .string(text)], "locations": .list([location]),
    ]
  }

  /// A relative reference (RFC 3986, section 4.2), or a `file` URI for an absolute path.
  static func uri(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@".utf8)
    let escaped = path.utf8.map { byte in
      plain.contains(byte)
        ? String(Unicode.Scalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
    return path.hasPrefix("/") ? "file://\(escaped)" : escaped
  }
}
