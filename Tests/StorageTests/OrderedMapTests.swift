import Testing

@testable import MemoryStorage

@Suite struct OrderedMapTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func aMapAnswersLikeADictionaryAndWalksInOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var map = OrderedMap<Int64, Int64>()
    var model: [Int64: Int64] = [:]
    for _ in 0..<2_000 {
      let (key, value) = (random.int(0...200), random.int(0...9))
      let new = random.chance(60) ? value : nil
      (map[key], model[key]) = (new, new)
    }
    var walked: [Int64] = []
    map.walk(from: 50) { key, value in
      #expect(model[key] == value)
      walked.append(key)
      return true
    }
    #expect(walked == model.keys.filter { $0 >= 50 }.sorted())
    #expect(map.lastKey == model.keys.max())
    for key in Int64(0)...200 { #expect(map[key] == model[key]) }
  }

  @Test func aCopyKeepsWhatItHad() {
    var map = OrderedMap<Int64, Int64>()
    for key in Int64(0)..<100 { map[key] = key }
    let copy = map
    for key in Int64(0)..<100 { map[key] = key.isMultiple(of: 2) ? nil : -key }
    #expect(copy.values() == Array(0..<100))
    #expect(map.values() == (0..<100).filter { $0 % 2 == 1 }.map { -$0 })
  }
}
