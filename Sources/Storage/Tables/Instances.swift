/// One machine of a family.
public struct InstanceRecord: Hashable, Sendable {
  public enum Status: String, Sendable, CaseIterable { case running, ended }

  public var id: InstanceID
  public var family: FamilyID
  public var workflow: String
  /// Rises by one with each write; a write asserts the version that it read.
  public var version: Int64
  public var status: Status
  /// The active atomic states, separated by spaces: for people who read the table, and for events that many families may hear.
  public var states: String
  /// JSON: the snapshot, from which the pure core goes on.
  public var snapshot: [UInt8]
  /// JSON object: this machine's view fields with their present values.
  public var view: [UInt8]
  public var createdAt: StoredInstant
  public var updatedAt: StoredInstant

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

public protocol ReadInstances: AnyObject {
  /// Ascending by id, which is the order of their start.
  func instances(of family: FamilyID) throws(StoreError) -> [InstanceRecord]
}

public protocol WriteInstances: AnyObject {
  /// Inserts with version 1 and returns the id; the given id and version are ignored. `constraint` without its
  /// family.
  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID
  /// Writes status, states, snapshot, view and updatedAt where the stored version is `record.version`, and raises it;
  /// else `conflict`.
  func updateInstance(_ record: InstanceRecord) throws(StoreError)
}
