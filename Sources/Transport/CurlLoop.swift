import CCurl
import Glibc

/// The thread that owns the multi handle. It takes submissions, runs libcurl, delivers results, and sleeps in
/// `curl_multi_poll` until a socket, a time-out or a wake-up. When idle it sleeps for an hour at a time.
final class CurlLoop {
  private let multi: UnsafeMutableRawPointer
  private let mailbox: CurlMailbox
  private var live: [UnsafeMutableRawPointer: (order: UInt64, transfer: Transfer)] = [:]
  private var nextOrder: UInt64 = 0

  static let idleMilliseconds: Int32 = 3_600_000

  init(_ handle: CurlMailbox.MultiHandle, _ mailbox: CurlMailbox) {
    multi = handle.pointer
    self.mailbox = mailbox
  }

  func run() {
    Self.blockBrokenPipeSignal()
    while true {
      let (submissions, isStopping) = mailbox.take()
      if isStopping { return end(submissions) }
      for submission in submissions { begin(submission) }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      handOut()
      curl_multi_poll(multi, nil, 0, Self.idleMilliseconds, nil)
    }
  }

  private func begin(_ submission: CurlMailbox.Submission) {
    let transfer: Transfer?
    switch submission {
    case .http(let request, let isCancelled, let completion):
      if let fault = request.headerFault {
        return submission.fail(TransportFailure(.notSent, code: "bad_request", message: fault))
      }
      transfer = HTTPTransfer(request, isCancelled: isCancelled, completion: completion)
    case .imap(let request, let completion):
      guard request.folder.isValid else {
        let message = "a folder's name has 1 to 255 printable ASCII characters without quotes and backslashes"
        return submission.fail(TransportFailure(.notSent, code: "bad_request", message: message))
      }
      transfer = IMAPTransfer(request, completion: completion)
    }
    guard let transfer else {
      return submission.fail(TransportFailure(.notSent, code: "bad_request", message: "libcurl gave no handle"))
    }
    if let refused = transfer.easy.refused {
      let message = "libcurl refused an option: \(CurlCode.text(refused))"
      return transfer.fail(TransportFailure(.notSent, code: "bad_request", message: message))
    }
    if transfer.isCancelled() { return transfer.fail(.superseded) }
    let pointer = transfer.easy.pointer
    guard curl_multi_add_handle(multi, pointer) == CURLM_OK else {
      return transfer.fail(TransportFailure(.notSent, code: "bad_request", message: "libcurl did not take the handle"))
    }
    live[pointer] = (nextOrder, transfer)
    nextOrder += 1
  }

  private func handOut() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
      let code = cc_msg_result(message)
      guard let (_, transfer) = live.removeValue(forKey: pointer) else { continue }
      // The handle's results stay readable after its removal; the completion may submit again.
      curl_multi_remove_handle(multi, pointer)
      transfer.finish(code)
    }
  }

  private func end(_ submissions: [CurlMailbox.Submission]) {
    for submission in submissions { submission.fail(CurlClient.stopped(.notSent)) }
    for (_, transfer) in live.values.sorted(by: { $0.order < $1.order }) {
      let kind = transfer.kindNow
      curl_multi_remove_handle(multi, transfer.easy.pointer)
      transfer.fail(CurlClient.stopped(kind))
    }
    live = [:]
    mailbox.close()
    curl_multi_cleanup(multi)
  }

  /// Writing to a connection that the peer has closed raises SIGPIPE in the writing thread, and OpenSSL does not
  /// suppress it.
  static func blockBrokenPipeSignal() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }
}
