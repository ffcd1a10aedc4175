/// The part of ECMAScript that the suites' charts are written in.
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
  /// `x = …`, `x.y = …`; a declaration too.
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

/// The effects of a script, with its expressions in CEL.
enum ScriptAction {
  case assign(location: String, String)
  case evaluate(String)
  case branch(String, [ScriptAction], [ScriptAction])
}

/// Why a script was not understood.
enum ScriptError: Error {
  /// Not ECMAScript at all: the charts do that on purpose, and mean an error when it is evaluated.
  case syntax(String)
  /// ECMAScript, and beyond what can be said in CEL.
  case unsupported(String)
}
