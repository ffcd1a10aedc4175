public import ArgumentParser
import Control

/// The operator's tool, which shows and steers a running daemon over its control sockets.
public struct Magnetiqctl: ParsableCommand {
  /// The command's name, help and subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "magnetiqctl",
    abstract: "See and steer the bookings that magnetiqd drives.",
    discussion: """
      How a command is completed by Tab: 'make install' puts scripts for bash, zsh and fish where the shells look; \
      --generate-completion-script SHELL prints one.

      Data goes to standard output, everything else to standard error. Acts need a reason, which goes into the history \
      beside who you are, and can be tried with --dry-run.

      SOCKETS
        --socket, else $MAGNETIQ_SOCKET, else /run/magnetiq/control (reads) and /run/magnetiq/control-admin (acts), \
      else the same names under ./var/run.

      EXIT CODES
        0  done
        1  refused by the daemon
        2  used wrongly
        3  not found
        4  the daemon cannot be reached
        5  findings, or a verification that failed
      """,
    version: "magnetiqctl \(BuildVersion.text), control protocol \(ControlProtocol.version)",
    subcommands: [
      Status.self, Bookings.self, Events.self, Timers.self, Tasks.self, Incidents.self, Inbox.self, Executors.self,
      Suppressions.self, Templates.self, Workflows.self, Consultants.self, Services.self, Prices.self, Quotes.self,
      Invoices.self,
      TestimonialCommands.self,
      Holds.self, Calendars.self, Match.self, Matchings.self, Leads.self, Store.self, Clock.self, Follow.self,
      Reload.self, Eval.self, LanguageServerCommand.self,
    ])

  /// Creates the command, as the parser requires.
  public init() {}

  /// Parses the arguments, runs the command and ends the process with one of the documented codes.
  public static func start(_ arguments: [String]? = nil) -> Never {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      Exit.done.end()
    } catch let error as ExitCode {
      exit(withError: error)
    } catch let error as ValidationError {
      // The syntax was valid, so usage is not printed.
      Console.standard.talk("Error: \(error.message)")
      Exit.usage.end()
    } catch  where exitCode(for: error) == .validationFailure {
      let arguments = arguments ?? Array(CommandLine.arguments.dropFirst())
      Console.standard.talk(MisspeltCommand(in: arguments)?.message ?? fullMessage(for: error))
      Exit.usage.end()
    } catch {
      exit(withError: error)
    }
  }
}
