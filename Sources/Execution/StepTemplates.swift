public import CEL

/// The templates that an executor fills in for a step. They are files of the bundle, so the checker can compare the
/// definitions with them before a step names a template that is missing.
public struct StepTemplates: Sendable {
  /// A file of a bundle.
  public struct File: Sendable {
    /// The path below the bundle's folder, with slashes.
    public let path: String
    /// The content, byte for byte.
    public let source: [UInt8]

    /// - Parameter path: relative to the bundle's folder, with slashes.
    public init(path: String, source: [UInt8]) {
      self.path = path
      self.source = source
    }
  }

  /// A fault in a file.
  public struct Fault: Sendable {
    /// The path of the file.
    public let path: String
    /// The line, from 1.
    public let line: Int
    /// A sentence that describes the fault.
    public let message: String
    /// A sentence that says how to repair it.
    public let cure: String

    /// - Parameter line: from 1.
    public init(path: String, line: Int, message: String, cure: String) {
      self.path = path
      self.line = line
      self.message = message
      self.cure = cure
    }
  }

  /// A field of a request whose value names a template that does not exist.
  public struct Gap: Sendable {
    /// The name of the field.
    public let field: String
    /// The value that the definition gives.
    public let given: String
    /// A sentence that describes the fault.
    public let message: String
    /// The values of the field that would be accepted.
    public let known: [String]
    /// The cure if none of the known values is similar.
    public let cure: String

    /// - Parameter known: the values that would be accepted.
    public init(field: String, given: String, message: String, known: [String], cure: String) {
      self.field = field
      self.given = given
      self.message = message
      self.known = known
      self.cure = cure
    }
  }

  /// A value of a mapping in a request, as far as the definition tells.
  public struct Given: Sendable {
    /// Its type; `dyn` if it is not known.
    public let type: CELType
    /// True if it is null in every run.
    public let isNull: Bool

    /// - Parameter isNull: true if the value is null in every run.
    public init(type: CELType, isNull: Bool) {
      self.type = type
      self.isNull = isNull
    }
  }

  /// A template that cannot be filled in from a mapping of the request.
  public struct Mismatch: Sendable {
    /// The field of the request that holds the mapping.
    public let field: String
    /// The key of the mapping that is at fault.
    public let key: String
    /// A sentence that names the template, the key, and what is wrong.
    public let message: String
    /// A sentence that says how to mend it.
    public let cure: String

    /// - Parameter key: the key of the mapping that is at fault.
    public init(field: String, key: String, message: String, cure: String) {
      self.field = field
      self.key = key
      self.message = message
      self.cure = cure
    }
  }

  /// The templates in the files of one bundle.
  public struct Offer: Sendable {
    /// The faults in the files; empty if there are none.
    public let faults: [Fault]
    /// Checks the fields of a request that a definition states as literals. Fields that depend on the booking are left
    /// out.
    public let gaps: @Sendable (_ known: ValueMap) -> [Gap]
    /// Checks the mappings of a request, by field, against the template that it states. Mappings whose keys depend on
    /// the booking are left out.
    public let mismatches: @Sendable (_ known: ValueMap, _ given: [String: [String: Given]]) -> [Mismatch]

    /// - Parameters:
    ///   - gaps: returns the fields whose templates do not exist.
    ///   - mismatches: returns the values that a template needs and does not get.
    public init(
      faults: [Fault], gaps: @escaping @Sendable (_ known: ValueMap) -> [Gap],
      mismatches:
        @escaping @Sendable (_ known: ValueMap, _ given: [String: [String: Given]]) -> [Mismatch] = { _, _ in [] }
    ) {
      self.faults = faults
      self.gaps = gaps
      self.mismatches = mismatches
    }
  }

  /// Reads a bundle's files. Files that are not templates of this executor are ignored.
  public let read: @Sendable (_ files: [File]) -> Offer

  /// - Parameter read: returns the templates in a bundle's files.
  public init(read: @escaping @Sendable (_ files: [File]) -> Offer) { self.read = read }
}
