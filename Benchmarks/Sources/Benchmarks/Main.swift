/// `Benchmarks [FILTER] [ROUNDS]`: runs the lines whose name contains FILTER (all by default), each in ROUNDS interleaved
/// rounds (9 by default), and prints a table. Figures only: nothing here passes or fails.
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    let bench = Bench(
      filter: arguments.count > 1 ? arguments[1] : "", rounds: arguments.count > 2 ? Int(arguments[2]) ?? 9 : 9)
    bench.header()
    try GuardBenchmarks.run(bench)
    try ExpressionBenchmarks.run(bench)
    try StatechartBenchmarks.run(bench)
    try MarketBenchmarks.run(bench)
    try MarketReadBenchmarks.run(bench)
    bench.footer()
  }
}
