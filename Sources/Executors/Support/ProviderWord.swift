/// A name in a provider's answer (a code, a status, an identifier, a field) as it may stand in a message. Messages go
/// into the history and the journal, and a gateway may have put anything in the name's place. Only its first 100 bytes
/// are shown, and bytes outside printable ASCII become `?`.
enum ProviderWord {
  private static let limit = 100

  static func shown(_ text: String) -> String {
    String(decoding: text.utf8.prefix(limit).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
  }
}
