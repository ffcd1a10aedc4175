public import ArgumentParser
import CEL
public import CivilTime
public import Control

extension ShortText: ExpressibleByArgument {
  /// Accepts any text; the daemon checks length and characters.
  public init?(argument: String) { self.init(argument) }
}

extension RecordNumber: ExpressibleByArgument {
  /// Reads a number in decimal digits.
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension PageSize: ExpressibleByArgument {
  /// Reads a number within the bounds of a page.
  public init?(argument: String) {
    guard let number = Int64(argument) else { return nil }
    self.init(wire: .int(number))
  }
}

extension RowLimit: ExpressibleByArgument {
  /// Reads a number within the bounds of a query.
  public init?(argument: String) {
    guard let number = Int64(argument) else { return nil }
    self.init(wire: .int(number))
  }
}

extension ElapsedTime: ExpressibleByArgument {
  /// Reads an ISO 8601 duration.
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension Instant: ExpressibleByArgument {
  /// Reads an RFC 3339 instant.
  public init?(argument: String) { self.init(wire: .string(argument)) }
}

extension FamilyStatus: ExpressibleByArgument {}
extension TaskStatus: ExpressibleByArgument {}
extension ConsultantStatus: ExpressibleByArgument {}
extension ContactChannel: ExpressibleByArgument {}
extension LeadStatus: ExpressibleByArgument {}
extension LeadResult: ExpressibleByArgument {}
extension TouchKind: ExpressibleByArgument {}
extension TouchPage: ExpressibleByArgument {}
extension IncidentStatus: ExpressibleByArgument {}
extension InboxStatus: ExpressibleByArgument {}
