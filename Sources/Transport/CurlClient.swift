import CCurl
import Glibc

/// HTTP, SMTP and IMAP by libcurl, on threads of its own: one for HTTP and IMAP, and one for each connection to a mail server.
/// Connections are kept and shared. Completions run on those threads and must be short.
public final class CurlClient: HTTPTransport, SMTPTransport, IMAPTransport {
  private let mailbox: CurlMailbox
  private let mail: SMTPPool

  /// Starts the client's thread.
  ///
  /// - Parameter connectionsPerHost: the most connections to one host, 1 to 1,000; further exchanges wait.
  /// - Throws: if libcurl cannot be initialised or the thread cannot be created.
  public init(connectionsPerHost: Int = 32) throws(TransportFailure) {
    guard EasyHandle.isInitialised, let multi = curl_multi_init() else {
      throw TransportFailure(.notSent, code: "no_transport", message: "libcurl did not start")
    }
    let perHost = max(1, min(connectionsPerHost, 1_000))
    _ = cc_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHost)
    _ = cc_multi_set_long(multi, CURLMOPT_MAXCONNECTS, perHost * 4)
    let handle = CurlMailbox.MultiHandle(pointer: multi)
    mailbox = CurlMailbox(handle)
    mail = SMTPPool(connectionsPerServer: perHost)
    let loop = Unmanaged.passRetained(CurlLoop(handle, mailbox))
    var thread = pthread_t()
    let made = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, loop.toOpaque())
    guard made == 0 else {
      loop.release()
      curl_multi_cleanup(multi)
      throw TransportFailure(.notSent, code: "no_transport", message: "no thread for libcurl (errno \(made))")
    }
    pthread_detach(thread)
  }

  deinit { stop() }

  /// Ends the threads and every exchange under way; those of which something was sent end as *lost*. Later submissions
  /// fail as `stopped`.
  public func stop() {
    mailbox.stop()
    mail.stop()
  }

  /// Starts an exchange. `completion` is called exactly once, on the client's thread or, after `stop`, on the caller's.
  public func submit(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool = { false },
    completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
  ) {
    mailbox.post(.http(request, isCancelled: isCancelled, completion: completion))
  }

  /// Starts a submission. `completion` is called exactly once, on a thread of the client's or, if the message cannot be sent and
  /// after `stop`, on the caller's.
  public func submit(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool = { false },
    completion: @escaping @Sendable (Result<SMTPReply, TransportFailure>) -> Void
  ) {
    if let fault = message.fault {
      return completion(.failure(TransportFailure(.notSent, code: "bad_request", message: fault)))
    }
    let deadline = ContinuousClock.now.advanced(by: message.timeout)
    mail.submit(SMTPJob(message: message, deadline: deadline, isCancelled: isCancelled, completion: completion))
  }

  /// Carries an exchange out and waits for the answer.
  public func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<HTTPResponse, TransportFailure> {
    await withCheckedContinuation { continuation in
      submit(request, isCancelled: isCancelled) { continuation.resume(returning: $0) }
    }
  }

  /// Submits a message and waits for the server's last reply.
  public func send(
    _ message: SMTPMessage, isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<SMTPReply, TransportFailure> {
    await withCheckedContinuation { continuation in
      submit(message, isCancelled: isCancelled) { continuation.resume(returning: $0) }
    }
  }

  /// Asks a mailbox and waits for the answer.
  public func ask(_ request: IMAPRequest) async -> Result<[UInt8], TransportFailure> {
    await withCheckedContinuation { continuation in
      mailbox.post(.imap(request) { continuation.resume(returning: $0) })
    }
  }

  static func stopped(_ kind: TransportFailure.Kind) -> TransportFailure {
    TransportFailure(kind, code: "stopped", message: "the daemon is shutting down")
  }
}
