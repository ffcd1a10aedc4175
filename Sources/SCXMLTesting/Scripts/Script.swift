/// An expression of the part of ECMAScript in which the suites' charts are written.
indirect enum Script {
  case number(String)
  case string(String)
  case name(String)
  case member(Script, String)
  case element(Script, Script)
  case call(Script, [Script])
  case unary(String, Script)
  case binary(String, Script, Script)
  case conditional(Script, Script, Script)
  case list([Script])
  case object([(key: String, value: Script)])
  case function(ScriptFunction)
}

indirect enum ScriptStatement {
  /// An assignment such as `x = …` or `x.y = …`, or a declaration.
  case assign(Script, Script)
  case evaluate(Script)
  case returns(Script)
  case branch(Script, [ScriptStatement], [ScriptStatement])
  case function(String, ScriptFunction)
}

struct ScriptFunction {
  var parameters: [String]
  var body: [ScriptStatement]
}

/// An effect of a script, with its expressions in CEL.
enum ScriptAction {
  case assign(location: String, String)
  case evaluate(String)
  case branch(String, [ScriptAction], [ScriptAction])
}

/// The reason why a script was not understood.
enum ScriptError: Error {
  /// The script is not ECMAScript. Charts contain such scripts on purpose and expect an error when they are evaluated.
  case syntax(String)
  /// The script is ECMAScript that cannot be expressed in CEL.
  case unsupported(String)
}
