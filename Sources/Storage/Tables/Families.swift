/// A family: the unit of order, of transaction and of the books.
public struct FamilyRecord: Hashable, Sendable {
  /// Whether a family takes events.
  public enum Status: String, Sendable, CaseIterable {
    /// The family takes events.
    case running
    /// A step failed and an incident holds its input. Later events wait.
    case stopped
    /// Every machine is in a final state. The family takes no further events.
    case ended
  }

  /// Assigned by the store.
  public var id: FamilyID
  /// The business key (`VLT-20260101-7K2M`). It is unique for ever.
  public var key: String
  /// The name of the root workflow.
  public var workflow: String
  /// The hash of the bundle of definitions to which the family is pinned.
  public var bundle: String
  /// Rises by one with each write. A write asserts the version that it read.
  public var version: Int64
  /// Whether the family takes events.
  public var status: Status
  /// JSON, the same from the start on: key, time, input, parameters and currency.
  public var start: [UInt8]
  /// JSON: balances, deferred events and everything else that changes and belongs to no single machine.
  public var body: [UInt8]
  /// The time of the family's start.
  public var createdAt: StoredInstant
  /// The time of the last write of this row or, if it is later, of the last row of the family's history. A step that
  /// changes neither status nor body writes only the latter.
  public var updatedAt: StoredInstant

  /// An insert ignores `id` and `version`, an update `start`.
  public init(
    id: FamilyID, key: String, workflow: String, bundle: String, version: Int64, status: Status, start: [UInt8],
    body: [UInt8], createdAt: StoredInstant, updatedAt: StoredInstant
  ) {
    self.id = id
    self.key = key
    self.workflow = workflow
    self.bundle = bundle
    self.version = version
    self.status = status
    self.start = start
    self.body = body
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// The bundle to which a family is pinned and the family's status, which suffice to tell which events it hears.
public struct FamilyPin: Hashable, Sendable {
  /// The family.
  public var id: FamilyID
  /// The name of the root workflow.
  public var workflow: String
  /// The hash of the bundle of definitions.
  public var bundle: String
  /// Whether the family takes events.
  public var status: FamilyRecord.Status

  /// - Parameter workflow: the name of the root workflow.
  public init(id: FamilyID, workflow: String, bundle: String, status: FamilyRecord.Status) {
    self.id = id
    self.workflow = workflow
    self.bundle = bundle
    self.status = status
  }
}

/// A live family with the states of its machines, which suffice to tell whether an event has an effect without loading
/// the family.
public struct FamilyStanding: Hashable, Sendable {
  /// A running machine of the family.
  public struct Machine: Hashable, Sendable {
    /// The name of the machine's workflow.
    public var workflow: String
    /// The active atomic states, separated by spaces, as in `InstanceRecord.states`.
    public var states: String

    /// - Parameter states: the active atomic states, separated by spaces.
    public init(workflow: String, states: String) {
      self.workflow = workflow
      self.states = states
    }
  }

  /// The family and its bundle.
  public var pin: FamilyPin
  /// The machines that have not ended, in the order of their start.
  public var machines: [Machine]

  /// - Parameter machines: those that have not ended, in the order of their start.
  public init(pin: FamilyPin, machines: [Machine]) {
    self.pin = pin
    self.machines = machines
  }
}

/// Selects the families of a list. All conditions hold together; nil sets no condition.
public struct FamilyFilter: Sendable {
  /// The names of the root workflows that a family may have; an empty list selects none.
  public var workflows: [String]?
  /// The status that a family must have.
  public var status: FamilyRecord.Status?
  /// An indexed view field and the value that a family must have in it.
  public var view: (field: String, value: String)?
  /// Only families with a higher id are listed, for paging.
  public var after: FamilyID?
  /// The most families that are listed: 1 to 1,000.
  public var limit: Int

  /// Without arguments the filter selects the first 100 families.
  public init(
    workflows: [String]? = nil, status: FamilyRecord.Status? = nil, view: (field: String, value: String)? = nil,
    after: FamilyID? = nil, limit: Int = 100
  ) {
    self.workflows = workflows
    self.status = status
    self.view = view
    self.after = after
    self.limit = limit
  }
}

/// Reads families.
public protocol ReadFamilies: AnyObject {
  /// Returns the family with this id; nil if there is none.
  func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord?
  /// Returns the id of the family with this business key, without reading the family; nil if there is none.
  func familyID(key: String) throws(StoreError) -> FamilyID?
  /// Returns the family with this business key; nil if there is none.
  func family(key: String) throws(StoreError) -> FamilyRecord?
  /// Returns the selected families in ascending order of id.
  func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord]
  /// Returns the bundles to which families that have not ended are pinned, with the families' root workflows: each pair
  /// once, in ascending order of (hash, workflow).
  func liveBundles() throws(StoreError) -> [(hash: String, workflow: String)]
}

/// Writes families.
public protocol WriteFamilies: AnyObject {
  /// Inserts a family with version 1 and returns its id; the given id and version are ignored. Throws `constraint` if
  /// the key exists or the bundle was not stored before.
  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID
  /// Writes status, body and updatedAt, and raises the version by one. Throws `conflict` unless the stored version is
  /// `record.version`.
  func updateFamily(_ record: FamilyRecord) throws(StoreError)
}
