import ControlCommands

@main struct Main {
  static func main() { Magnetiqctl.start() }
}
