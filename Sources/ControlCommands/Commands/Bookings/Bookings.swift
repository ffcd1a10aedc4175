import ArgumentParser
import Control

struct Bookings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and steer bookings.",
    subcommands: [
      BookingsList.self, BookingsShow.self, BookingsHistory.self, BookingsCancel.self, BookingsReschedule.self,
    ])

  /// The collection whose members this noun lists; holds and consultants are lists of their own.
  static let collection: ShortText = "bookings"
}
