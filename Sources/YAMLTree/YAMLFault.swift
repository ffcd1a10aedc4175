/// A reason why a text is not read: it is not YAML, or it uses a part of YAML that this reader refuses.
package struct YAMLFault: Hashable, Sendable {
  package enum Kind: Sendable, CaseIterable {
    /// The bytes are not UTF-8.
    case encoding
    case syntax
    /// The text is longer, or holds more values, than the limits allow.
    case tooLarge
    /// One scalar is longer than the limits allow.
    case longScalar
    case tooDeep
    /// An anchor (`&a`) or an alias (`*a`).
    case anchor
    case tag
    /// The key `<<`.
    case mergeKey
    /// A key that is a list or a mapping.
    case key
    case duplicateKey
    /// A key or a list entry with nothing behind it.
    case emptyValue
    /// The text holds no document.
    case empty
  }

  package let kind: Kind
  package let place: Place
  package let message: String
  /// Empty where the owner of the file knows better than the reader.
  package let cure: String
  /// The text that is refused (`&a`, `!tag`, the key), where there is one.
  package let given: String?

  init(_ kind: Kind, at place: Place, _ message: String, cure: String = "", given: String? = nil) {
    self.kind = kind
    self.place = place
    self.message = message
    self.cure = cure
    self.given = given
  }
}

/// All faults of one text, in the order in which they were found. Never empty.
package struct YAMLFaults: Error, Sendable {
  package let list: [YAMLFault]

  init(_ list: [YAMLFault]) { self.list = list }
}
