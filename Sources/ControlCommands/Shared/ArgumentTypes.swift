public import ArgumentParser
import CEL
public import CivilTime
public import Control

extension ShortText: ExpressibleByArgument {
  /// The daemon checks length and characters.
  public init?(argument: String) { self.init(argument) }
}

extension RecordNumber: ExpressibleByArgument {
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension PageSize: ExpressibleByArgument {
  public init?(argument: String) {
    guard let number = Int64(argument) else { return nil }
    self.init(wire: .int(number))
  }
}

extension RowLimit: ExpressibleByArgument {
  public init?(argument: String) {
    guard let number = Int64(argument) else { return nil }
    self.init(wire: .int(number))
  }
}

extension ElapsedTime: ExpressibleByArgument {
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension Instant: ExpressibleByArgument {
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension FamilyStatus: ExpressibleByArgument {}
extension TaskStatus: ExpressibleByArgument {}
extension ConsultantStatus: ExpressibleByArgument {}
extension IncidentStatus: ExpressibleByArgument {}
extension InboxStatus: ExpressibleByArgument {}
