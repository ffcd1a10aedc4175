import FuzzDriver

/// `FuzzDoors TARGET [libFuzzer's arguments]`
@main
enum Main {
  static func main() {
    FuzzDriver.main([
      FuzzTarget("http", waiting: { await HTTPProperty.violation($0) }),
      FuzzTarget("signature") { SignatureProperty.violation($0) },
      FuzzTarget("control") { CallProperty.violation($0) },
      FuzzTarget("reply", waiting: { await ReplyProperty.violation($0) }),
      FuzzTarget("mail", waiting: { await MailProperty.violation($0) }),
      FuzzTarget("smtp", waiting: { await SMTPProperty.violation($0) }),
      FuzzTarget("yaml") { YAMLProperty.violation($0) },
      FuzzTarget("form") { FormProperty.violation($0) },
    ])
  }
}
