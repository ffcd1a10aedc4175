/// Finds bytes within bytes in linear time for any input (Knuth, Morris, Pratt).
struct TextSearch {
  private let needle: [UInt8]
  /// For each `i`: how much of the needle still matches if the byte after `needle[i]` does not.
  private let fallback: [Int]

  init(_ needle: [UInt8]) {
    self.needle = needle
    var fallback = [Int](repeating: 0, count: needle.count)
    var matched = 0
    for index in needle.indices.dropFirst() {
      while matched > 0, needle[index] != needle[matched] { matched = fallback[matched - 1] }
      if needle[index] == needle[matched] { matched += 1 }
      fallback[index] = matched
    }
    self.fallback = fallback
  }

  /// Returns where the needle begins at or after `start`; nil if it does not occur. An empty needle is found at once.
  func first(in bytes: [UInt8], from start: Int = 0) -> Int? {
    guard !needle.isEmpty else { return start <= bytes.count ? start : nil }
    var matched = 0
    var index = start
    while index < bytes.count {
      while matched > 0, bytes[index] != needle[matched] { matched = fallback[matched - 1] }
      if bytes[index] == needle[matched] { matched += 1 }
      index += 1
      if matched == needle.count { return index - needle.count }
    }
    return nil
  }
}
