import Glibc

/// The lines of `make bench` that run the engine and the store in this process:
///
///     DaemonBenchmark steps  [--workflow DIR] [--folder DIR] [--store FILE] [--bookings 1000] [--rounds 3] [--batches 1,8,64,512]
///     DaemonBenchmark points [--workflow DIR] [--folder DIR] [--store FILE] [--seconds 8] [--rounds 3] [--alive 2,64,512]
///     DaemonBenchmark park   [--workflow DIR] --store FILE [--far 1000000] [--near 60000] [--rate 2000] [--delay 10]
@main
enum Main {
  static func main() async {
    do {
      try await run(Options(CommandLine.arguments.dropFirst()))
    } catch {
      let text = Array("DaemonBenchmark: \(error)\n".utf8)
      fflush(nil)
      _ = write(STDERR_FILENO, text, text.count)
      exit(1)
    }
  }

  private static func run(_ options: Options) async throws {
    let ten = "Benchmarks/Workflows/ten"
    switch options.command {
    case "steps":
      let bench = StepsBench(
        workflow: try BenchWorkflow(folder: options["workflow"] ?? ten), folder: options["folder"] ?? "/tmp",
        bookings: options.number("bookings", 1_000), rounds: options.number("rounds", 3), existing: options["store"])
      try bench.run(options.numbers("batches", [1, 8, 64, 512]))
    case "points":
      let bench = PointsBench(
        workflow: try BenchWorkflow(folder: options["workflow"] ?? ten), folder: options["folder"] ?? "/tmp",
        seconds: Double(options.number("seconds", 8)), existing: options["store"])
      try await bench.run(
        inFlight: options.numbers("alive", [2, 64, 512]), rounds: options.number("rounds", 3))
    case "park":
      guard let store = options["store"] else { throw BenchError("park needs --store FILE") }
      let parking = Parking(
        workflow: try BenchWorkflow(folder: options["workflow"] ?? "Benchmarks/Workflows/parked"), path: store,
        prefix: options["prefix"] ?? "")
      try parking.run(
        far: options.number("far", 1_000_000), near: options.number("near", 60_000),
        rate: options.number("rate", 2_000),
        delay: options.number("delay", 10))
    default: throw BenchError("steps, points or park; given \(options.command)")
    }
  }
}

private struct Options {
  var command = ""
  private var given: [String: String] = [:]

  init(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    command = rest.popFirst() ?? ""
    while let name = rest.popFirst() {
      guard name.hasPrefix("--"), let value = rest.popFirst() else {
        throw BenchError("expected --NAME VALUE, given \(name)")
      }
      given[String(name.dropFirst(2))] = value
    }
  }

  subscript(name: String) -> String? { given[name] }

  func number(_ name: String, _ standard: Int) -> Int { given[name].flatMap { Int($0) } ?? standard }

  func numbers(_ name: String, _ standard: [Int]) -> [Int] {
    given[name].map { $0.split(separator: ",").compactMap { Int($0) } } ?? standard
  }
}
