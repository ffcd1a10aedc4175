import ArgumentParser

struct Incidents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and settle problems that need a person.",
    subcommands: [
      IncidentsList.self, IncidentsShow.self, IncidentsRetry.self, IncidentsSkip.self, IncidentsDiscard.self,
    ])
}
