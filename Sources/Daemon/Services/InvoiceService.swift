import ServiceLifecycle

/// Issues invoices: those that are missing at the start and once an hour, and each new one as soon as it is due.
struct InvoiceService: Service {
  let follower: InvoiceFollower

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await cancelWhenGracefulShutdown { await follower.follow() } }
      group.addTask { await Rhythm.every(.seconds(3_600)) { await follower.look() } }
      await group.waitForAll()
    }
  }
}
