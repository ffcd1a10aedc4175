import Glibc

/// The harness: CPU time of one operation beside that of a floor, both measured in the same run.
///
/// Each line has its operation and its floor, the least that any implementation must do. They are run alternately, round by
/// round, so that a busy machine slows both. The time is the process's CPU time, not the wall's. The minimum says what the
/// code costs, the median how far to trust it; the ratio is that of the minima.
struct Bench {
  let filter: String
  let rounds: Int

  /// CPU nanoseconds of one round; long against the clock's own cost, short against a scheduler's slice.
  private static let roundNanoseconds = 10_000_000

  func header() {
    print(Self.row("name", "CPU min", "median", "floor min", "median", "ratio", "budget"))
    print(String(repeating: "-", count: 101))
  }

  func footer() {
    print("CPU time of one operation over \(rounds) rounds, alternating with the floor's; ratio of the minima.")
  }

  /// Whether any line with this beginning is wanted: ask before an expensive preparation.
  func wants(_ name: String) -> Bool { filter.isEmpty || name.contains(filter) || filter.hasPrefix(name) }

  /// Measures `body`, one operation, beside `floor`, and prints a row. `budget` is in nanoseconds.
  func measure(
    _ name: String, rounds: Int? = nil, budget: Double? = nil, _ body: () throws -> Void,
    floor: (() throws -> Void)? = nil
  ) throws {
    guard filter.isEmpty || name.contains(filter) else { return }
    let count = try Self.calibrate(body)
    let floorCount = try floor.map(Self.calibrate) ?? 0
    var times: [Double] = []
    var floors: [Double] = []
    for _ in 0..<(rounds ?? self.rounds) {
      times.append(Double(try Self.time(count, body)) / Double(count))
      if let floor { floors.append(Double(try Self.time(floorCount, floor)) / Double(floorCount)) }
    }
    times.sort()
    floors.sort()
    let fastest = times[0]
    let verdict = budget.map { "\(Self.text($0))\(fastest <= $0 ? "" : "  OVER")" } ?? ""
    print(
      Self.row(
        name, Self.text(fastest), Self.text(times[times.count / 2]), floors.first.map(Self.text) ?? "",
        floors.isEmpty ? "" : Self.text(floors[floors.count / 2]),
        floors.first.map { "\(Self.decimal(fastest / $0, 1)) x" } ?? "", verdict))
  }

  /// Prints the growth of the process's resident memory by `body`'s result, for each of `count` items. The result is kept
  /// alive until it has been read. `budget` is in bytes.
  func memory<T>(_ name: String, count: Int, budget: Double? = nil, _ body: () throws -> T) rethrows {
    guard filter.isEmpty || name.contains(filter) else { return }
    let before = Memory.residentBytes()
    let result = try body()
    let bytes = Double(Memory.residentBytes() - before) / Double(count)
    consume(result)
    let verdict = budget.map { "\(Self.decimal($0, 0)) B\(bytes <= $0 ? "" : "  OVER")" } ?? ""
    print(Self.row(name, "\(Self.decimal(bytes, 1)) B", "", "", "", "", verdict))
  }

  // Doubles until a run is long enough to be read, then scales to a round; the first runs also warm caches.
  private static func calibrate(_ body: () throws -> Void) throws -> Int {
    var count = 1
    while true {
      let spent = try time(count, body)
      if spent > roundNanoseconds / 10 { return max(1, count * roundNanoseconds / spent) }
      count *= 2
    }
  }

  private static func time(_ count: Int, _ body: () throws -> Void) throws -> Int {
    let start = cpuNanoseconds()
    for _ in 0..<count { try body() }
    return cpuNanoseconds() - start
  }

  private static func cpuNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  // MARK: text

  private static func row(
    _ name: String, _ least: String, _ median: String, _ floor: String, _ floorMedian: String, _ ratio: String,
    _ budget: String
  ) -> String {
    func left(_ text: String, _ width: Int) -> String { text + padding(text, width) }
    func right(_ text: String, _ width: Int) -> String { padding(text, width) + text }
    func padding(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) }
    return left(name, 34) + right(least, 11) + right(median, 11) + right(floor, 11) + right(floorMedian, 11)
      + right(ratio, 10) + "   " + budget
  }

  private static func text(_ nanoseconds: Double) -> String {
    if nanoseconds < 1_000 { return "\(decimal(nanoseconds, 1)) ns" }
    if nanoseconds < 1_000_000 { return "\(decimal(nanoseconds / 1_000, 2)) µs" }
    return "\(decimal(nanoseconds / 1_000_000, 2)) ms"
  }

  private static func decimal(_ number: Double, _ places: Int) -> String {
    let scale = places == 0 ? 1.0 : places == 1 ? 10.0 : 100.0
    let rounded = (number * scale).rounded()
    guard rounded.magnitude < 1e15 else { return "\(number)" }
    let whole = Int(rounded)
    guard places > 0 else { return "\(whole)" }
    let rest = String(whole.magnitude % UInt(scale))
    return
      "\(whole < 0 ? "-" : "")\(whole.magnitude / UInt(scale)).\(String(repeating: "0", count: places - rest.count))\(rest)"
  }
}

/// The kernel's figures about this process.
enum Memory {
  /// Bytes of memory that are in RAM now.
  static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
  }
}

/// Keeps the optimiser from dropping what has been computed.
@inline(never) @_optimize(none)
func consume<T>(_ value: T) {}
