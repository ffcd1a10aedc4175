/// A reason to refuse a text: it is not YAML, or it uses a part of YAML that this reader does not accept.
package struct YAMLFault: Hashable, Sendable {
  /// The kind of fault.
  package enum Kind: Sendable, CaseIterable {
    /// The bytes are not UTF-8.
    case encoding
    /// The text breaks YAML's grammar.
    case syntax
    /// The text is longer, or holds more values, than the limits allow.
    case tooLarge
    /// One scalar is longer than the limits allow.
    case longScalar
    /// Collections are nested deeper than the limits allow.
    case tooDeep
    /// An anchor (`&a`) or an alias (`*a`).
    case anchor
    /// A tag (`!tag`).
    case tag
    /// The key `<<`.
    case mergeKey
    /// A key that is a list or a mapping.
    case key
    /// A key occurs twice in a mapping.
    case duplicateKey
    /// A key or a list entry with nothing behind it.
    case emptyValue
    /// The text holds no document.
    case empty
  }

  /// The kind of fault.
  package let kind: Kind
  /// Its place.
  package let place: Place
  /// One sentence about it.
  package let message: String
  /// The cure; empty if the owner of the file knows a better one.
  package let cure: String
  /// The refused text (`&a`, `!tag`, the key), if there is any.
  package let given: String?

  init(_ kind: Kind, at place: Place, _ message: String, cure: String = "", given: String? = nil) {
    self.kind = kind
    self.place = place
    self.message = message
    self.cure = cure
    self.given = given
  }
}

/// All faults of one text in the order in which they were found; never empty.
package struct YAMLFaults: Error, Sendable {
  /// The faults.
  package let list: [YAMLFault]

  init(_ list: [YAMLFault]) { self.list = list }
}
