/// Numbers without gaps or repetition (invoices, references), drawn inside the writer's transaction.
public protocol ReadSequences: AnyObject {
  /// The last value drawn; 0 if none was.
  func lastValue(ofSequence name: String) throws(StoreError) -> Int64
}

public protocol WriteSequences: AnyObject {
  /// The next value, from 1. A rolled-back transaction gives it back.
  func nextValue(ofSequence name: String) throws(StoreError) -> Int64
}
