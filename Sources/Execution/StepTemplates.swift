public import CEL

/// Templates that an executor fills in for a step. They are files of the bundle, so that the checker can hold what definitions say of
/// them against what is there, before any step names one that is missing.
public struct StepTemplates: Sendable {
  /// A file of a bundle, its path below the folder.
  public struct File: Sendable {
    public let path: String
    public let source: [UInt8]

    public init(path: String, source: [UInt8]) {
      self.path = path
      self.source = source
    }
  }

  /// Something wrong with a file.
  public struct Fault: Sendable {
    public let path: String
    /// From 1.
    public let line: Int
    public let message: String
    public let cure: String

    public init(path: String, line: Int, message: String, cure: String) {
      self.path = path
      self.line = line
      self.message = message
      self.cure = cure
    }
  }

  /// A field of a request whose value asks for a template that is not there.
  public struct Gap: Sendable {
    public let field: String
    public let given: String
    public let message: String
    /// Values of the field that would do.
    public let known: [String]
    /// The cure where none of them is near.
    public let cure: String

    public init(field: String, given: String, message: String, known: [String], cure: String) {
      self.field = field
      self.given = given
      self.message = message
      self.known = known
      self.cure = cure
    }
  }

  /// The templates that the files of one bundle offer.
  public struct Offer: Sendable {
    public let faults: [Fault]
    /// Judges the fields of a request that a definition states outright; those that depend on the booking are left out.
    public let gaps: @Sendable (_ known: ValueMap) -> [Gap]

    public init(faults: [Fault], gaps: @escaping @Sendable (_ known: ValueMap) -> [Gap]) {
      self.faults = faults
      self.gaps = gaps
    }
  }

  /// Reads a bundle's files; those that are no templates of this executor are none of its business.
  public let read: @Sendable (_ files: [File]) -> Offer

  public init(read: @escaping @Sendable (_ files: [File]) -> Offer) { self.read = read }
}
