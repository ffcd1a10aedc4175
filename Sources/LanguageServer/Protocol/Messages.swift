internal import CEL
internal import YAMLTree

/// The messages and structures of the protocol that the server writes.
enum Messages {
  /// A code of JSON-RPC or of the protocol.
  enum ErrorCode: Int64 {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case notInitialized = -32002
    case requestFailed = -32803
  }

  static func result(_ id: Value, _ result: Value) -> Value {
    ["jsonrpc": "2.0", "id": id, "result": result]
  }

  static func error(_ id: Value, _ code: ErrorCode, _ message: String) -> Value {
    ["jsonrpc": "2.0", "id": id, "error": ["code": .int(code.rawValue), "message": .string(message)]]
  }

  static func notification(_ method: String, _ params: Value) -> Value {
    ["jsonrpc": "2.0", "method": .string(method), "params": params]
  }

  static func position(_ line: Int, _ character: Int) -> Value {
    ["line": .int(Int64(line)), "character": .int(Int64(character))]
  }

  /// A range of the protocol: from 0, in UTF-16.
  static func range(_ extent: Extent, in text: TextLines) -> Value {
    let (start, end) = (text.position(extent.start), text.position(extent.end))
    return ["start": position(start.line, start.character), "end": position(end.line, end.character)]
  }
}
