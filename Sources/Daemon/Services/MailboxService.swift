import ServiceLifecycle

/// Reads the mailboxes at the start and after each interval, each in a task of its own.
struct MailboxService: Service {
  let followers: [MailboxFollower]

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      for follower in followers {
        group.addTask { await Rhythm.every(follower.every) { await follower.look() } }
      }
      await group.waitForAll()
    }
    // Without mailboxes it waits for the end, as services do.
    await Rhythm.every(.seconds(86_400)) {}
  }
}
