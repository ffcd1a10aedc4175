/// Words that say nothing of a subject but much of a language.
enum StopWords {
  static let english: Set<String> = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before",
    "being", "but", "by", "can", "could", "do", "does", "for", "from", "had", "has", "have", "he", "help", "how", "i",
    "if", "in", "into", "is", "it", "its", "like", "looking", "me", "more", "most", "my", "need", "needs", "no", "not",
    "of", "on", "or", "other", "our", "out", "please", "she", "should", "so", "some", "somebody", "someone", "such",
    "than", "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "us", "want", "was", "we",
    "were", "what", "when", "where", "which", "while", "who", "will", "with", "would", "you", "your",
  ]

  static let german: Set<String> = [
    "aber", "alle", "allem", "allen", "aller", "als", "am", "an", "auch", "auf", "aus", "bei", "beim", "bin", "bis",
    "bitte", "brauche", "brauchen", "da", "damit", "das", "dass", "dazu", "dem", "den", "denn", "der", "des", "die",
    "dies", "diese", "diesem", "diesen", "dieser", "dieses", "doch", "du", "durch", "ein", "eine", "einem", "einen",
    "einer", "eines", "er", "es", "etwas", "euch", "fuer", "gegen", "habe", "haben", "hat", "helfen", "hier", "hilfe",
    "ich", "ihr", "ihre", "im", "in", "ins", "ist", "jemand", "jemanden", "kann", "kein", "keine", "koennen", "man",
    "mein", "meine", "mich", "mir", "mit", "moechte", "moechten", "muessen", "nach", "nicht", "noch", "nur", "ob",
    "oder", "ohne", "sein", "seit", "sich", "sie", "sind", "so", "soll", "sollen", "suche", "suchen", "ueber", "um",
    "und", "uns", "unser", "unsere", "unserem", "unseren", "unserer", "unter", "vom", "von", "vor", "war", "was",
    "wenn",
    "wer", "werden", "wie", "wir", "wird", "wo", "wollen", "zu", "zum", "zur", "zwischen",
  ]

  /// Whether the word is left out of what is searched for. `IT` is a subject where `it` is none: it stays if it is
  /// written in capitals or with a hyphen.
  static func contains(_ word: TextFolding.Word) -> Bool {
    if word.text == "it", word.isCapitals || word.isHyphenated { return false }
    return english.contains(word.text) || german.contains(word.text)
  }

  /// Returns the language that more of the words belong to; nil if neither has more.
  static func language(of words: [TextFolding.Word]) -> Language? {
    var balance = 0
    for word in words {
      if german.contains(word.text) { balance += 1 }
      if english.contains(word.text), !word.isCapitals { balance -= 1 }
    }
    return balance > 0 ? .german : balance < 0 ? .english : nil
  }
}
