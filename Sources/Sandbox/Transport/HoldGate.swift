/// Makes held requests wait until the faults are deleted.
actor HoldGate {
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Returns after the next `open`.
  func wait() async {
    await withCheckedContinuation { waiting.append($0) }
  }

  func open() {
    let released = waiting
    waiting = []
    for continuation in released { continuation.resume() }
  }
}
