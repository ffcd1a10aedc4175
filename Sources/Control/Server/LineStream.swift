import CEL
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers with lines of JSON as they arise: `{"item": …}` each and `{"end": true}` last, so that a complete stream can
/// be told from one that was cut off.
enum LineStream {
  static func response(to request: Request, lines: any AsyncSequence<Value, Never> & Sendable) -> Response {
    // The body has been read; from here on the request is only watched for the peer's disconnection.
    var request = request
    request.body = RequestBody(buffer: ByteBuffer())
    let rest = request.body
    return Response(
      status: .ok, headers: [.contentType: "application/x-ndjson"],
      body: ResponseBody { writer in
        try await rest.consumeWithCancellationOnInboundClose { _ in
          for await line in lines { try await writer.write(encoded(["item": line])) }
          try await writer.write(encoded(["end": true]))
        }
        try await writer.finish(nil)
      })
  }

  private static func encoded(_ value: Value) -> ByteBuffer {
    ByteBuffer(bytes: JSON.encode(value) + [UInt8(ascii: "\n")])
  }
}
