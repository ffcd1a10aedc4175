/// The version of the control protocol. It stands in each request's path, `/v1/call/VERB`.
///
/// It rises when a daemon and a `magnetiqctl` of different builds would misunderstand each other: a verb, a field or a word is renamed,
/// taken away or means something else. New verbs, new optional arguments and new fields of answers leave it as it is: a client ignores
/// fields that it does not know, and a daemon names the verb or the argument that it does not know.
public enum ControlProtocol {
  /// The version of this build, from 1.
  public static let version = 1

  static func path(_ verb: Verb) -> String { "/v\(version)/call/\(verb.name)" }

  /// Splits a path into the version and the verb's name; nil for a path of another form.
  static func read(path: String) -> (version: Int, verb: String)? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1].first == "v", parts[2] == "call",
      parts[1].utf8.count <= 6, let version = Int(parts[1].dropFirst()), version > 0
    else { return nil }
    return (version, String(parts[3]))
  }
}
