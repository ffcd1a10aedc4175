import Matching
import Testing

@Suite struct VectorTests {
  /// Six pieces in two dimensions: ▁, a, b, ▁a, ab, ▁ab.
  static func file(scale: Float = 0.5) -> [UInt8] {
    var bytes = VectorTable.magic
    for number in [6, 2, 3] as [UInt32] { bytes += little(number) }
    for piece in ["▁", "a", "b", "▁a", "ab", "▁ab"] {
      bytes += [UInt8(piece.utf8.count), 0] + Array(piece.utf8)
    }
    for number in [0, 1, 1, 2, 3, 2] as [UInt32] { bytes += little(number) }
    for row in [(1, 0), (10, 0), (0, 10), (100, 0), (0, 100), (60, 80)] as [(Int8, Int8)] {
      bytes += little(scale.bitPattern) + [UInt8(bitPattern: row.0), UInt8(bitPattern: row.1)]
    }
    return bytes
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  @Test func wordsAreCutByTheFirstMerge() throws {
    let table = try VectorTable(Self.file())
    // ▁ + a come first, then ▁a + b; nothing makes ab before them.
    let whole = table.vector(of: "ab")
    #expect((whole.cosine(table.vector(of: "ab ab")) - 1).magnitude < 1e-12)
    #expect((whole.cosine(table.vector(of: "a")) - 0.6).magnitude < 0.01)
    #expect(table.vector(of: "  ").cosine(whole) == 0)
    #expect(table.vector(of: "😀").cosine(whole) > 0, "the word's beginning is a piece, the unknown letter is none")
  }

  @Test func piecesThatAReaderCannotTellApartAreTwo() throws {
    // A Greek iota with tonos and one with oxia are equal as texts.
    var bytes = VectorTable.magic + Self.little(3) + Self.little(1) + Self.little(0)
    for piece in ["▁", "\u{3AF}", "\u{1F77}"] { bytes += [UInt8(piece.utf8.count), 0] + Array(piece.utf8) }
    for row in [0, 1, -1] as [Int8] { bytes += Self.little(Float(1).bitPattern) + [UInt8(bitPattern: row)] }
    let table = try VectorTable(bytes)
    #expect(table.vector(of: "\u{3AF}").cosine(table.vector(of: "\u{1F77}")) == -1)
  }

  @Test func m79_aBrokenFileIsRefusedAtItsPlace() {
    let sound = Self.file()
    func refusal(_ bytes: [UInt8]) -> VectorTableError? {
      do throws(VectorTableError) {
        _ = try VectorTable(bytes)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(sound) == nil)
    for length in sound.indices {
      let error = refusal(Array(sound[..<length]))
      #expect(error?.code == (length < 8 ? .notVectors : .truncated))
      #expect(error?.byte == (length < 8 ? 0 : length))
    }
    let notANumber = refusal(Self.file(scale: .nan))
    #expect(notANumber?.code == .notFinite && notANumber?.byte == sound.count - 36)
    #expect(refusal(sound + [0])?.code == .trailingBytes)
    var shape = sound
    shape[12] = 0
    #expect(refusal(shape)?.code == .shape && refusal(shape)?.byte == 12)
    var merge = sound
    merge[sound.count - 36 - 24] = 9
    #expect(refusal(merge)?.code == .unknownMerge)
  }

  @Test func m79_withoutAFileTextIsWordsAlone() throws {
    let profiles = RetrievalTests.texts.enumerated().map {
      MatchingSituation.consultant("c\($0.offset)", biography: $0.element)
    }
    let request = MatchRequest(text: "cloud migration")
    let plain = try MatchingSituation.matcher(profiles, taxonomy: .empty).find(request, now: MatchingSituation.now)
    #expect(plain.results[0].consultant == "c0")
    #expect(plain.results[0].scores[.expertise] == 91, "200 · 0.4545 from words alone")
  }
}
