/// Personal data of a family, kept apart so that it can be erased while history and books remain.
public protocol ReadPersons: AnyObject {
  /// JSON object of the family's personal fields by path (`client.email`); nil if there is none or it was erased.
  func person(of family: FamilyID) throws(StoreError) -> [UInt8]?
}

public protocol WritePersons: AnyObject {
  /// `constraint` without the family. Data put after an erasure counts again.
  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError)
  /// Overwrites the data and remembers when. Harmless when there is none.
  func erasePerson(of family: FamilyID, at: StoredInstant) throws(StoreError)
}
