import ArgumentParser

struct Incidents: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See and settle what stopped and needs a person.",
    subcommands: [
      IncidentsList.self, IncidentsShow.self, IncidentsRetry.self, IncidentsSkip.self, IncidentsDiscard.self,
    ])
}
