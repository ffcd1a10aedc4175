/// A family: the unit of order, of transaction and of the books.
public struct FamilyRecord: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable {
    /// Takes events.
    case running
    /// A step failed; an incident holds the event; later events queue.
    case stopped
    /// Every machine is in a final state.
    case ended
  }

  public var id: FamilyID
  /// The business key (`VLT-20260101-7K2M`), unique for ever.
  public var key: String
  /// The root workflow's name.
  public var workflow: String
  /// Hash of the bundle of definitions that this family is pinned to.
  public var bundle: String
  /// Rises by one with each write; a write asserts the version that it read.
  public var version: Int64
  public var status: Status
  /// JSON: balances, deferred events and what else belongs to no single machine.
  public var body: [UInt8]
  public var createdAt: StoredInstant
  public var updatedAt: StoredInstant

  public init(
    id: FamilyID, key: String, workflow: String, bundle: String, version: Int64, status: Status, body: [UInt8],
    createdAt: StoredInstant, updatedAt: StoredInstant
  ) {
    self.id = id
    self.key = key
    self.workflow = workflow
    self.bundle = bundle
    self.version = version
    self.status = status
    self.body = body
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// The bundle that a family is pinned to, and whether the family takes events: enough to tell which events it hears.
public struct FamilyPin: Hashable, Sendable {
  public var id: FamilyID
  /// The root workflow's name.
  public var workflow: String
  /// Hash of the bundle of definitions.
  public var bundle: String
  public var status: FamilyRecord.Status

  public init(id: FamilyID, workflow: String, bundle: String, status: FamilyRecord.Status) {
    self.id = id
    self.workflow = workflow
    self.bundle = bundle
    self.status = status
  }
}

/// A live family with the states of its machines: enough to tell whether it does anything about an event, without loading it.
public struct FamilyStanding: Hashable, Sendable {
  public struct Machine: Hashable, Sendable {
    /// The machine's workflow.
    public var workflow: String
    /// As `InstanceRecord.states`.
    public var states: String

    public init(workflow: String, states: String) {
      self.workflow = workflow
      self.states = states
    }
  }

  public var pin: FamilyPin
  /// Those that run, in the order of their start.
  public var machines: [Machine]

  public init(pin: FamilyPin, machines: [Machine]) {
    self.pin = pin
    self.machines = machines
  }
}

/// Which families a list shows; all conditions hold together.
public struct FamilyFilter: Sendable {
  public var workflow: String?
  public var status: FamilyRecord.Status?
  /// An indexed view field and the value that it must have.
  public var view: (field: String, value: String)?
  /// Families with an id above this one, for paging.
  public var after: FamilyID?
  /// 1 to 1,000.
  public var limit: Int

  public init(
    workflow: String? = nil, status: FamilyRecord.Status? = nil, view: (field: String, value: String)? = nil,
    after: FamilyID? = nil, limit: Int = 100
  ) {
    self.workflow = workflow
    self.status = status
    self.view = view
    self.after = after
    self.limit = limit
  }
}

public protocol ReadFamilies: AnyObject {
  func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord?
  func family(key: String) throws(StoreError) -> FamilyRecord?
  /// Ascending by id.
  func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord]
  /// The bundles that families which have not ended are pinned to, with the families' root workflows: each pair once,
  /// ascending by (hash, workflow).
  func liveBundles() throws(StoreError) -> [(hash: String, workflow: String)]
}

public protocol WriteFamilies: AnyObject {
  /// Inserts with version 1 and returns the id; the given id and version are ignored. `constraint` if the key
  /// exists or the bundle was not put before.
  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID
  /// Writes status, body and updatedAt where the stored version is `record.version`, and raises it by one; else
  /// `conflict`.
  func updateFamily(_ record: FamilyRecord) throws(StoreError)
}
