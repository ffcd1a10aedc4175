import Testing

/// Pure modules are functions of their arguments; that is what lets the simulator, the crash enumeration and production
/// run the same code.
@Suite struct PurityTests {
  private static let pure = SourceTree.sources.filter { Architecture.rules[$0.module]?.isPure == true }

  /// `hints`: no match without one of them in the file.
  private func forbid(_ words: some RegexComponent, hints: [String], cure: String) {
    for file in Self.pure where hints.contains(where: file.has) {
      for (index, line) in file.code.enumerated() {
        guard let match = line.firstMatch(of: words) else { continue }
        Issue.record("\(file.place(index)): '\(line[match.range])' in the pure module \(file.module); \(cure)")
      }
    }
  }

  @Test func pureModulesAreFound() { #expect(Self.pure.count > 10) }

  @Test func pureModulesAreSynchronous() {
    forbid(
      /\basync\b|\bawait\b|\bactor\s+[A-Z]\w*|\bTask\s*[.{(<]|\bTaskGroup\b|\bwith\w*TaskGroup\b|\bThread\b|\bAsyncStream\b|\bAsyncSequence\b|\bContinuation\b|@MainActor\b|\bDispatchQueue\b|\bpthread_\w+/,
      hints: [
        "async", "await", "actor ", "Task", "Thread", "Async", "Continuation", "@MainActor", "Dispatch", "pthread_",
      ],
      cure: "concurrency belongs to Daemon, Ingress, Control and Executors")
  }

  @Test func pureModulesHaveNoClock() {
    forbid(
      /\b(?:ContinuousClock|SuspendingClock|DispatchTime|clock_gettime|gettimeofday)\b|\bDate\s*\(|\btime\(nil\)/,
      hints: ["Clock", "DispatchTime", "clock_gettime", "gettimeofday", "Date", "time(nil)"],
      cure: "take the instant as an argument")
  }

  @Test func pureModulesHaveNoRandomness() {
    forbid(
      /\bSystemRandomNumberGenerator\b|\.random\s*\(\s*in\b|\bBool\.random\b|\.shuffled?\s*\(\s*\)|\.randomElement\s*\(\s*\)|\bUUID\s*\(\s*\)|\barc4random\w*|\.hashValue\b/,
      hints: ["andom", "shuffle", "UUID", "hashValue"],
      cure: "derive it from (family, sequence), or take it as an argument")
  }
}
