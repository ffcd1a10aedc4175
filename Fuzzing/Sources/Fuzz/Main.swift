import CFuzzer
import Glibc

/// `Fuzz TARGET [libFuzzer's arguments]` fuzzes one target without end or until its limits; `Fuzz answer` is our side of
/// the differential test.
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "answer" { exit(Answers.run()) }
    // libFuzzer starts itself again to merge: the name of the target then stands last.
    if let name = arguments.last, let target = Target(rawValue: name), arguments.count > 1 {
      exit(Main.fuzz(target, Array(arguments)))
    }
    guard let name = arguments.first, let target = Target(rawValue: name) else {
      let names = Target.allCases.map(\.rawValue).joined(separator: "|")
      print("usage: Fuzz \(names) [libFuzzer's arguments] | Fuzz answer")
      exit(64)
    }
    exit(Main.fuzz(target, arguments.dropFirst() + ["-ignore_remaining_args=1", name]))
  }

  /// Hands the arguments to libFuzzer; comes back when it has reached its limits.
  private static func fuzz(_ target: Target, _ options: [String]) -> Int32 {
    let arguments = [CommandLine.arguments[0]] + options
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    return pointers.withUnsafeMutableBufferPointer { buffer in
      var count = Int32(arguments.count)
      var first = buffer.baseAddress
      switch target {
      case .parser: return LLVMFuzzerRunDriver(&count, &first) { run(.parser, $0, $1) }
      case .evaluator: return LLVMFuzzerRunDriver(&count, &first) { run(.evaluator, $0, $1) }
      case .json: return LLVMFuzzerRunDriver(&count, &first) { run(.json, $0, $1) }
      case .pattern: return LLVMFuzzerRunDriver(&count, &first) { run(.pattern, $0, $1) }
      case .time: return LLVMFuzzerRunDriver(&count, &first) { run(.time, $0, $1) }
      }
    }
  }
}

/// CPU seconds that one input may take. libFuzzer's own limit counts the wall's time and is therefore ten times as wide.
private let longest = 1.0

private func run(_ target: Target, _ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let start = cpuSeconds()
  if let violation = target.violation(bytes) { fatalError("\(target): \(violation)") }
  let spent = cpuSeconds() - start
  if spent > longest { fatalError("\(target): one input took \(spent) s of CPU") }
  return 0
}

private func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
