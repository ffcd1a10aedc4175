import Dispatch

/// One thing that can be fuzzed; it has its corpus in `Fuzzing/corpus/NAME`.
public struct FuzzTarget: Sendable {
  public let name: String
  /// Says what does not hold for the input, or nil.
  let violation: @Sendable ([UInt8]) -> String?

  public init(_ name: String, _ violation: @escaping @Sendable ([UInt8]) -> String?) {
    self.name = name
    self.violation = violation
  }

  /// For a property that waits. The fuzzer's own thread is none of Swift's, so it may block.
  public init(_ name: String, waiting violation: @escaping @Sendable ([UInt8]) async -> String?) {
    self.init(name) { bytes in
      let done = DispatchSemaphore(value: 0)
      let result = Answer()
      Task {
        result.value = await violation(bytes)
        done.signal()
      }
      done.wait()
      return result.value
    }
  }

  /// Sound to share because the semaphore lets the reader in only after the one write.
  private final class Answer: @unchecked Sendable { var value: String? }
}
