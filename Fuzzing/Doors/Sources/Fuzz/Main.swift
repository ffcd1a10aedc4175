import CFuzzer
import Glibc

/// What can be fuzzed; each has its corpus in `Fuzzing/corpus/NAME`.
enum Target: String, CaseIterable {
  case http, signature, control, reply

  func violation(_ bytes: [UInt8]) -> String? {
    switch self {
    case .http: ConnectionProperty.violation(bytes)
    case .signature: SignatureProperty.violation(bytes)
    case .control: CallProperty.violation(bytes)
    case .reply: ReplyProperty.violation(bytes)
    }
  }
}

/// `Fuzz TARGET [libFuzzer's arguments]`
@main
enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    // libFuzzer starts itself again to merge: the name of the target then stands last.
    if let name = arguments.last, let target = Target(rawValue: name), arguments.count > 1 {
      exit(fuzz(target, Array(arguments)))
    }
    guard let name = arguments.first, let target = Target(rawValue: name) else {
      print("usage: Fuzz \(Target.allCases.map(\.rawValue).joined(separator: "|")) [libFuzzer's arguments]")
      exit(64)
    }
    exit(fuzz(target, arguments.dropFirst() + ["-ignore_remaining_args=1", name]))
  }

  /// Hands the arguments to libFuzzer; comes back when it has reached its limits.
  private static func fuzz(_ target: Target, _ options: [String]) -> Int32 {
    let arguments = [CommandLine.arguments[0]] + options
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    return pointers.withUnsafeMutableBufferPointer { buffer in
      var count = Int32(arguments.count)
      var first = buffer.baseAddress
      switch target {
      case .http: return LLVMFuzzerRunDriver(&count, &first) { run(.http, $0, $1) }
      case .signature: return LLVMFuzzerRunDriver(&count, &first) { run(.signature, $0, $1) }
      case .control: return LLVMFuzzerRunDriver(&count, &first) { run(.control, $0, $1) }
      case .reply: return LLVMFuzzerRunDriver(&count, &first) { run(.reply, $0, $1) }
      }
    }
  }
}

private func run(_ target: Target, _ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let violation = target.violation(bytes) { fatalError("\(target): \(violation)") }
  return 0
}
