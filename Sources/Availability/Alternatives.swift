/// Chooses what to offer in the place of a start that cannot be booked.
public enum Alternatives {
  /// Returns the starts nearest to the wanted one, in order of distance; of equally near ones the earlier comes first.
  public static func nearest(to wanted: Int64, among starts: [Int64], most: Int = 3) -> [Int64] {
    let sorted = starts.sorted { a, b in
      let (near, far) = (abs(a - wanted), abs(b - wanted))
      return near != far ? near < far : a < b
    }
    return Array(sorted.prefix(most))
  }
}
