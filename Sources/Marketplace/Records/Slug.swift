/// Names in paths: `anna-meier`.
public enum Slug {
  /// Returns the slug of a name that is not taken: with `-2`, `-3` … where it is. A slug is never used again, so what is
  /// taken are those of retired ones as well.
  public static func make(_ name: String, isTaken: (String) -> Bool) -> String {
    let base = fold(name)
    var slug = base
    var number = 2
    while isTaken(slug) {
      slug = "\(base)-\(number)"
      number += 1
    }
    return slug
  }

  /// True for lower-case letters, digits and single dashes within, up to 80 of them.
  public static func isSlug(_ text: String) -> Bool {
    (1...80).contains(text.utf8.count) && fold(text) == text
  }

  private static let replacements: [Character: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "á": "a", "à": "a", "â": "a", "ã": "a", "ā": "a", "ă": "a", "ą": "a", "ç": "c", "ć": "c", "č": "c", "ď": "d",
    "é": "e", "è": "e", "ê": "e", "ë": "e", "ē": "e", "ę": "e", "ě": "e", "ğ": "g", "í": "i", "ì": "i", "î": "i",
    "ï": "i",
    "ī": "i", "ı": "i", "ñ": "n", "ń": "n", "ň": "n", "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ō": "o", "ő": "o",
    "ř": "r",
    "š": "s", "ś": "s", "ş": "s", "ș": "s", "ť": "t", "ț": "t", "ú": "u", "ù": "u", "û": "u", "ū": "u", "ů": "u",
    "ű": "u",
    "ý": "y", "ÿ": "y", "ź": "z", "ż": "z", "ž": "z",
  ]

  private static func fold(_ name: String) -> String {
    var slug = ""
    for character in name.lowercased() {
      if let byte = character.asciiValue, (48...57).contains(byte) || (97...122).contains(byte) {
        slug.append(character)
      } else if let other = replacements[character] {
        slug += other
      } else if !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "consultant" : String(slug.prefix(70))
  }
}
