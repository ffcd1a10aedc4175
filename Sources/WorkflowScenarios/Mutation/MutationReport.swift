internal import CEL

/// The numbers of mutants that scenarios noticed, by kind.
public struct MutationReport: Sendable {
  /// The result of each mutant.
  public var results: [MutationResult]

  /// Creates a report from the results.
  public init(_ results: [MutationResult]) { self.results = results }

  private func count(_ kind: Mutant.Kind?) -> (made: Int, killed: Int) {
    var made = 0
    var killed = 0
    for result in results where kind == nil || result.mutant.kind == kind {
      switch result.fate {
      case .killed: (made, killed) = (made + 1, killed + 1)
      case .survived: made += 1
      case .refused: break
      }
    }
    return (made, killed)
  }

  /// The number of mutants that were run.
  public var made: Int { count(nil).made }
  /// The number of mutants that a scenario noticed.
  public var killed: Int { count(nil).killed }
  /// The share of noticed mutants in per cent, rounded down.
  public var percent: Int { made == 0 ? 100 : killed * 100 / made }
  /// The mutants that no scenario noticed.
  public var survivors: [MutationResult] {
    results.filter { if case .survived = $0.fate { true } else { false } }
  }

  /// The report for people.
  public var text: String {
    var lines: [String] = []
    if !survivors.isEmpty { lines.append("Noticed by no scenario:") }
    for result in survivors {
      guard case .survived(let scenarios) = result.fate else { continue }
      let mutant = result.mutant
      let reached = scenarios == 0 ? "no scenario gets there" : "\(scenarios) scenarios get there"
      lines.append("  \(mutant.file):\(mutant.line): \(mutant.kind.rawValue): \(mutant.change) (\(reached))")
    }
    for kind in Mutant.Kind.allCases {
      let (made, killed) = count(kind)
      if made == 0 { continue }
      let label = kind.rawValue.padded(to: 20)
      lines.append(
        "\(label)\(String(killed).padded(to: 5, left: true)) of \(String(made).padded(to: 4, left: true))  \(killed * 100 / made) %"
      )
    }
    let refused = results.count - made
    lines.append("\(killed) of \(made) mutants killed, \(percent) %; \(refused) more are refused by the checker")
    return lines.joined(separator: "\n")
  }

  /// The report as JSON.
  public var json: String {
    JSON.text([
      "mutants": .int(Int64(made)), "killed": .int(Int64(killed)), "percent": .int(Int64(percent)),
      "survivors": .list(
        survivors.map {
          [
            "file": .string($0.mutant.file), "line": .int(Int64($0.mutant.line)),
            "kind": .string($0.mutant.kind.rawValue), "change": .string($0.mutant.change),
          ]
        }),
    ])
  }
}

extension String {
  func padded(to width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - count))
    return left ? space + self : self + space
  }
}
