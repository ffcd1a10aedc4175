import CFuzzer
import Glibc
import Synchronization

/// `PROGRAM TARGET [libFuzzer's arguments]` fuzzes one target without end or until its limits; with files as arguments it
/// tries just these.
public enum FuzzDriver {
  /// CPU seconds that one input may take. libFuzzer's own limit counts the wall's time and is therefore ten times as wide.
  private static let longest = 1.0

  /// The callback of libFuzzer takes no context.
  private static let chosen = Mutex<FuzzTarget?>(nil)

  /// Runs the target that the command line names.
  public static func main(_ targets: [FuzzTarget]) -> Never {
    let arguments = CommandLine.arguments.dropFirst()
    func target(_ name: String?) -> FuzzTarget? { targets.first { $0.name == name } }
    // libFuzzer starts itself again to merge: the name of the target then stands last.
    if let last = target(arguments.last), arguments.count > 1 { exit(fuzz(last, Array(arguments))) }
    guard let first = target(arguments.first) else {
      print("usage: \(CommandLine.arguments[0]) \(targets.map(\.name).joined(separator: "|")) [libFuzzer's arguments]")
      exit(64)
    }
    exit(fuzz(first, arguments.dropFirst() + ["-ignore_remaining_args=1", first.name]))
  }

  /// Hands the arguments to libFuzzer; comes back when it has reached its limits.
  private static func fuzz(_ target: FuzzTarget, _ options: [String]) -> Int32 {
    chosen.withLock { $0 = target }
    let arguments = [CommandLine.arguments[0]] + options
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    return pointers.withUnsafeMutableBufferPointer { buffer in
      var count = Int32(arguments.count)
      var first = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &first) { data, count in
        FuzzDriver.run(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
      }
    }
  }

  private static func run(_ bytes: [UInt8]) {
    guard let target = chosen.withLock({ $0 }) else { return }
    let start = cpuSeconds()
    if let violation = target.violation(bytes) { fatalError("\(target.name): \(violation)") }
    let spent = cpuSeconds() - start
    if spent > longest { fatalError("\(target.name): one input took \(spent) s of CPU") }
  }

  /// Of all threads: some targets work on others than the fuzzer's.
  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
