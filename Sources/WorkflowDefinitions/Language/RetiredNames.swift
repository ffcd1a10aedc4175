/// Retired names of the language and their replacements. A definition that uses a retired name is read as if it used
/// the new one, with a warning, so that deployed definitions keep running.
enum RetiredNames {
  /// By the place of the table: the new name of each retired key.
  private static let keys: [String: [String: String]] = [
    "step": ["wanted": "precondition", "settledBy": "completedBy"],
    "invariant": ["rests": "atRest"],
  ]
  /// By key: the new word for each retired one.
  private static let words: [String: [String: String]] = [
    "leave": ["settle": "awaitCompletion"]
  ]

  /// Returns the name that replaced this key of this table, if one did.
  static func key(_ name: String, of table: KeyTable) -> String? { keys[table.place]?[name] }

  /// Returns the word that replaced this value of the key, if one did.
  static func word(_ word: String, of key: String) -> String? { words[key]?[word] }
}
