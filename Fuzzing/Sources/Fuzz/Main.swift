import FuzzDriver
import Glibc

/// `Fuzz TARGET [libFuzzer's arguments]`, and `Fuzz answer`, our side of the differential test.
@main
enum Main {
  static func main() {
    if CommandLine.arguments.dropFirst().first == "answer" { exit(Answers.run()) }
    let evaluation = EvaluationProperty(zones: Zones.some)
    FuzzDriver.main([
      FuzzTarget("parser") { ParserProperty.violation($0) },
      FuzzTarget("evaluator") { evaluation.violation($0) },
      FuzzTarget("json") { JSONProperty.violation($0) },
      FuzzTarget("pattern") { PatternProperty.violation($0) },
      FuzzTarget("time") { TimeProperty.violation($0) },
    ])
  }
}
