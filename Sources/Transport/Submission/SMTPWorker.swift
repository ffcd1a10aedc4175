import CCurl
import Glibc

/// A thread with at most one connection to one mail server. It carries one job after the other, and keeps the connection for a while.
final class SMTPWorker {
  /// The time for which a connection is kept that nothing is sent on. A server waits for five minutes (RFC 5321 §4.5.3.2.7).
  private static let idleLimit = Duration.seconds(60)
  /// The time in which a server may answer a goodbye.
  private static let goodbyeLimit = Duration.seconds(5)

  private let multi: UnsafeMutableRawPointer
  private let desk: SMTPDesk
  private let pool: SMTPPool
  private var connection: SMTPConnection?

  private init(_ multi: UnsafeMutableRawPointer, _ desk: SMTPDesk, _ pool: SMTPPool) {
    (self.multi, self.desk, self.pool) = (multi, desk, pool)
  }

  private final class Start {
    let job: SMTPJob
    let worker: SMTPWorker
    init(_ job: SMTPJob, _ worker: SMTPWorker) { (self.job, self.worker) = (job, worker) }
  }

  /// Starts a worker with its first job; false if the system gives no thread.
  static func start(_ job: SMTPJob, _ desk: SMTPDesk, _ pool: SMTPPool) -> Bool {
    guard let multi = curl_multi_init() else { return false }
    desk.open(CurlMailbox.MultiHandle(pointer: multi))
    let start = Unmanaged.passRetained(Start(job, SMTPWorker(multi, desk, pool)))
    var thread = pthread_t()
    let made = pthread_create(
      &thread, nil,
      { argument in
        if let argument {
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.worker.run(start.job)
        }
        return nil
      }, start.toOpaque())
    guard made == 0 else {
      start.release()
      desk.open(nil)
      curl_multi_cleanup(multi)
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func run(_ first: SMTPJob) {
    CurlLoop.blockBrokenPipeSignal()
    var job: SMTPJob? = first
    while let current = job {
      let result = outcome(of: current)
      // The worker is free before the result is known: whoever sends the next message at once finds the connection.
      let order = pool.next(desk, isConnected: connection != nil)
      current.completion(result)
      switch order {
      case .carry(let next): job = next
      case .wait: job = idle()
      case .end: job = nil
      }
    }
    connection?.quit()
    connection = nil
    desk.open(nil)
    curl_multi_cleanup(multi)
  }

  /// Waits for the next job; nil once the connection has been idle for long, or has ended.
  private func idle() -> SMTPJob? {
    let limit = ContinuousClock.now.advanced(by: Self.idleLimit)
    while let connection {
      if let job = desk.take() { return job }
      if desk.isStopping { return desk.take() }
      let left = ContinuousClock.now.duration(to: limit)
      let isQuiet = connection.isQuiet
      if !isQuiet || left <= .zero {
        // A job may have come meanwhile.
        guard pool.leave(desk) else { continue }
        if isQuiet { part(connection) }
        self.connection = nil
        return nil
      }
      connection.sleep(left)
    }
    return nil
  }

  /// Says goodbye and waits for the answer (RFC 5321 §4.1.1.10).
  private func part(_ connection: SMTPConnection) {
    let wait = self.wait(until: ContinuousClock.now.advanced(by: Self.goodbyeLimit))
    do throws(TransportFailure) {
      try connection.write(Array("QUIT\r\n".utf8), .notSent, wait)
      _ = try connection.read(.notSent, wait)
    } catch {
      // The connection is closed without an answer.
    }
  }

  private func wait(until deadline: ContinuousClock.Instant) -> SMTPWait {
    SMTPWait(multi: multi, deadline: deadline, isStopping: { [desk] in desk.isStopping })
  }

  // MARK: A job

  private func connected(until deadline: ContinuousClock.Instant) throws(SMTPConnection.Refusal) -> SMTPConnection {
    if let connection { return connection }
    return try SMTPConnection(desk.server, multi, until: deadline, isStopping: { [desk] in desk.isStopping })
  }

  private func outcome(of job: SMTPJob) -> Result<SMTPReply, TransportFailure> {
    if desk.isStopping { return .failure(CurlClient.stopped(.notSent)) }
    if job.isCancelled() { return .failure(.superseded) }
    // A question about the sign-in is asked with a sign-in.
    if job.message.isProbe || connection?.isQuiet == false { connection = nil }
    while true {
      let isKept = connection != nil
      let open: SMTPConnection
      do throws(SMTPConnection.Refusal) {
        open = try connected(until: job.deadline)
      } catch {
        switch error {
        case .reply(let reply): return .success(reply)
        case .failure(let failure): return .failure(failure)
        }
      }
      connection = open
      if job.isCancelled() { return .failure(.superseded) }
      var exchange = SMTPExchange(connection: open, wait: wait(until: job.deadline))
      let result = exchange.run(job.message)
      if !exchange.isKept { connection = nil }
      // The server had ended the connection before it saw the message: another one is opened.
      if isKept, exchange.wasEnded { continue }
      return result
    }
  }
}
