import ArgumentParser

struct Bookings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and steer bookings.",
    subcommands: [
      BookingsList.self, BookingsShow.self, BookingsHistory.self, BookingsCancel.self, BookingsReschedule.self,
    ])
}
