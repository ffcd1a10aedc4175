/// One incarnation of a machine of a family.
public struct InstanceRecord: Hashable, Sendable {
  /// Whether the machine still runs.
  public enum Status: String, Sendable, CaseIterable { case running, ended }

  /// Assigned by the store.
  public var id: InstanceID
  /// The family to which the machine belongs.
  public var family: FamilyID
  /// The name of the machine's workflow.
  public var workflow: String
  /// Rises by one with each write. A write asserts the version that it read.
  public var version: Int64
  /// Whether the machine still runs.
  public var status: Status
  /// The active atomic states, separated by spaces. People read them, and a fan-out skips families by them.
  public var states: String
  /// JSON: the snapshot from which the interpreter continues.
  public var snapshot: [UInt8]
  /// A JSON object: the present values of this machine's view fields.
  public var view: [UInt8]
  /// The time at which the machine was started.
  public var createdAt: StoredInstant
  /// The time of the last write.
  public var updatedAt: StoredInstant

  /// An insert ignores `id` and `version`.
  public init(
    id: InstanceID, family: FamilyID, workflow: String, version: Int64, status: Status, states: String,
    snapshot: [UInt8], view: [UInt8], createdAt: StoredInstant, updatedAt: StoredInstant
  ) {
    self.id = id
    self.family = family
    self.workflow = workflow
    self.version = version
    self.status = status
    self.states = states
    self.snapshot = snapshot
    self.view = view
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// Reads the machines of families.
public protocol ReadInstances: AnyObject {
  /// Returns a family's machines in ascending order of id, which is the order of their start.
  func instances(of family: FamilyID) throws(StoreError) -> [InstanceRecord]
}

/// Writes the machines of families.
public protocol WriteInstances: AnyObject {
  /// Inserts a machine with version 1 and returns its id; the given id and version are ignored. Throws `constraint` if
  /// the family does not exist.
  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID
  /// Writes status, states, snapshot and updatedAt, and raises the version by one. Throws `conflict` unless the stored
  /// version is `record.version`.
  func updateInstance(_ record: InstanceRecord) throws(StoreError)
  /// Writes the view of a machine, whose version stays. Throws `conflict` if there is no such machine.
  func replaceView(of instance: InstanceID, with view: [UInt8]) throws(StoreError)
}
