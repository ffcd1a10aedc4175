/// Latin letters with accents, ligatures and umlauts as plain letters: German umlauts become two letters, as a German
/// writes them without the key, everything else loses its accent.
enum LatinLetters {
  /// Returns the plain form of a lower-case letter; nil if it has none other than itself.
  static func plain(_ letter: Unicode.Scalar) -> StaticString? {
    switch letter {
    case "ä", "æ": "ae"
    case "ö", "œ": "oe"
    case "ü": "ue"
    case "ß": "ss"
    case "à", "á", "â", "ã", "å", "ā", "ă", "ą": "a"
    case "ç", "ć", "ĉ", "ċ", "č": "c"
    case "ď", "đ", "ð": "d"
    case "è", "é", "ê", "ë", "ē", "ĕ", "ė", "ę", "ě": "e"
    case "ĝ", "ğ", "ġ", "ģ": "g"
    case "ĥ", "ħ": "h"
    case "ì", "í", "î", "ï", "ĩ", "ī", "ĭ", "į", "ı": "i"
    case "ĵ": "j"
    case "ķ": "k"
    case "ĺ", "ļ", "ľ", "ŀ", "ł": "l"
    case "ñ", "ń", "ņ", "ň": "n"
    case "ò", "ó", "ô", "õ", "ø", "ō", "ŏ", "ő": "o"
    case "ŕ", "ŗ", "ř": "r"
    case "ś", "ŝ", "ş", "š", "ș": "s"
    case "ţ", "ť", "ŧ", "ț": "t"
    case "ù", "ú", "û", "ũ", "ū", "ŭ", "ů", "ű", "ų": "u"
    case "ŵ": "w"
    case "ý", "ÿ", "ŷ": "y"
    case "ź", "ż", "ž": "z"
    default: nil
    }
  }
}
