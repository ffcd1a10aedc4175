/// Reads the personal data of families, which is kept apart so that it can be erased while history and books remain.
public protocol ReadPersons: AnyObject {
  /// Returns a JSON object of the family's personal fields by path (`client.email`); nil if there is none or it was
  /// erased.
  func person(of family: FamilyID) throws(StoreError) -> [UInt8]?
}

/// Writes and erases the personal data of families.
public protocol WritePersons: AnyObject {
  /// Sets the family's personal data, also after an erasure. Throws `constraint` if the family does not exist.
  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError)
  /// Overwrites the data and records the time. Does nothing if there is none.
  func erasePerson(of family: FamilyID, at: StoredInstant) throws(StoreError)
}
