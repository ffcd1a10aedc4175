import Digests
import Encoding
import Testing

@Suite struct DigestTests {
  /// The examples of FIPS 180-4, and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func aDigestIsThatOfTheStandard(text: String, digest: String) {
    #expect(Hex.encode(SHA256.hash(Array(text.utf8))) == digest)
  }

  /// Test cases 1, 2 and 6 of RFC 4231: a short key, a short text, a key longer than a block.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func aCodeIsThatOfRFC4231(key: [UInt8], text: String, code: String) {
    #expect(Hex.encode(HMACSHA256.code(for: Array(text.utf8), key: key)) == code)
  }

  @Test func anEmptyKeyAndAnEmptyMessageHaveACode() {
    #expect(
      Hex.encode(HMACSHA256.code(for: [], key: []))
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test func onlyTheWholeCodeIsAccepted() {
    let message = Array("message".utf8)
    let key = Array("key".utf8)
    let code = HMACSHA256.code(for: message, key: key)
    #expect(HMACSHA256.isCode(code, of: message, key: key))
    #expect(!HMACSHA256.isCode(Array(code.dropLast()), of: message, key: key))
    #expect(!HMACSHA256.isCode([], of: message, key: key))
    for index in code.indices {
      var other = code
      other[index] ^= 1
      #expect(!HMACSHA256.isCode(other, of: message, key: key))
    }
  }
}
