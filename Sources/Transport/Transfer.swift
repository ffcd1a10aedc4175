import CCurl

/// One exchange under way, owned by the loop's thread. Libcurl calls back into it by an unretained pointer; the loop
/// keeps it alive until its handle has left the multi handle.
class Transfer {
  let easy: EasyHandle
  let isCancelled: @Sendable () -> Bool
  /// True if the caller answered the last question with "cancelled", so that libcurl was stopped.
  private(set) var wasSuperseded = false

  init?(timeout: Duration, isCancelled: @escaping @Sendable () -> Bool) {
    guard let easy = EasyHandle() else { return nil }
    self.easy = easy
    self.isCancelled = isCancelled
    easy.set(timeout: timeout)
    easy.set(CURLOPT_PREREQDATA, pointer: reference)
    easy.setPrerequisite { user, _, _, _, _ in
      guard let user else { return CURL_PREREQFUNC_OK }
      let transfer = Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
      guard transfer.isCancelled() else { return CURL_PREREQFUNC_OK }
      transfer.wasSuperseded = true
      return CURL_PREREQFUNC_ABORT
    }
  }

  var reference: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Called once on the loop's thread when libcurl has finished.
  func finish(_ code: CURLcode) { preconditionFailure("a transfer is one of the protocols' transfers") }
  /// Called in place of `finish` if the exchange never began or the client stops.
  func fail(_ failure: TransportFailure) { preconditionFailure("a transfer is one of the protocols' transfers") }
  /// The kind of failure if the exchange ended now.
  var kindNow: TransportFailure.Kind { .lost }
}
