import ArgumentParser
import CEL
import CivilTime

struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate an expression, without a daemon.",
    discussion: """
      Prints the value, its type and what it cost beside what it may cost. What is wrong with the expression, or why it \
      has no value, is shown under its source, with exit code 5. With --type nothing is evaluated, and the names \
      need no values.

      The top-level keys of --context are the names that the expression may use. They are dynamic unless --types or \
      --var declares them; a declared timestamp, duration or bytes is read out of its text.

      EXAMPLES
        magnetiqctl eval 'context.price > 3' --context file.json
        magnetiqctl eval 'price * 2' --var price=int --context file.json
        magnetiqctl eval 'price * 2' --var price=int --type
        magnetiqctl eval "wall(now, 'P1D', zone)" --now 2027-03-27T09:00:00Z --zone Europe/Berlin
      """)

  @Argument(help: "The expression.")
  var expression: String

  @Option(name: .long, help: "A JSON file with the values of the names; - for standard input.")
  var context: String?

  @Option(
    name: .long, help: "A file with the types of the names: {price: int, client: {name: string}}, also as JSON.")
  var types: String?

  @Option(name: .customLong("var"), help: "The type of one name, name=type. Several are allowed.")
  var variables: [String] = []

  @Flag(name: .customLong("type"), help: "Only check: print the type and the estimated cost.")
  var isTypeOnly = false

  @Option(name: .long, help: "The type that the value must have: bool, [string], timestamp|null …")
  var expect: String?

  @Option(name: .long, help: "A time zone, Europe/Berlin, as the name zone.")
  var zone: String?

  @Option(name: .long, help: "An instant, 2027-03-28T09:00:00Z, as the name now; the present one when not given.")
  var now: String?

  @Option(name: .shortAndLong, help: "table or json.")
  var output = ConnectionOptions.Output.table

  func run() throws { try run(.standard, now: Wall.local.now) }

  func run(_ console: Console, now present: Instant) throws {
    let scope = try EvalScope(self, now: present)
    let expected = try expect.map { try EvalScope.type($0, option: "--expect") }
    let program: Program
    do throws(CELIssues) {
      program = try scope.environment.compile(expression, expecting: expected)
    } catch {
      console.talk(error.rendered(source: expression))
      if output == .json { console.show(JSON.text(["issues": .list(error.issues.map(\.value))])) }
      throw Exit.findings.error
    }
    if isTypeOnly { return console.show(EvaluationText.type(program, json: output == .json)) }
    let evaluation = program.run(scope)
    switch evaluation.result {
    case .success(let value):
      console.show(EvaluationText.text(value, program, evaluation.cost, json: output == .json))
    case .failure(let error):
      console.talk("\(error.rendered(source: expression)) (\(error.code))")
      if output == .json { console.show(JSON.text(EvaluationText.failure(error, program, evaluation.cost))) }
      throw Exit.findings.error
    }
  }
}
