import LanguageServer
import Testing

/// The base protocol: contents with a header that tells their length.
@Suite struct MessageFramingTests {
  @Test func messagesAreFoundHoweverTheirBytesArrive() throws {
    let first = MessageFraming.frame(Array("{\"a\":\"ä\"}".utf8))
    let second = Array("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}".utf8)
    var framing = MessageFraming()
    var found: [String] = []
    for byte in first + second {
      framing.append([byte])
      while let content = try framing.next() { found.append(String(decoding: content, as: UTF8.self)) }
    }
    #expect(found == ["{\"a\":\"ä\"}", "{}"])
  }

  @Test(arguments: [
    "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n", "Host: a\r\n\r\n", String(repeating: "a", count: 5_000),
  ])
  func whatIsNoMessageEndsTheStream(_ text: String) {
    var framing = MessageFraming()
    framing.append(Array(text.utf8))
    #expect(throws: MessageFraming.Fault.self) { try framing.next() }
  }
}
