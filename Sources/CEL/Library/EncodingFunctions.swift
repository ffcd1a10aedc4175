import Encoding

/// The functions `base64.encode` and `base64.decode`.
enum EncodingFunctions {
  static func add(to table: inout FunctionTable) {
    table.add("base64.encode", signatures: [([.bytes], .string)], .metered(encode))
    table.add("base64.decode", signatures: [([.string], .bytes)], .unary(decode))
  }

  static func encode(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) -> Value {
    guard case .bytes(let bytes) = values[0] else { throw .noOverload("base64.encode", values) }
    var out = TextBuilder()
    try out.reserve((bytes.count + 2) / 3 * 4, &frame)
    return .string(Base64.encode(bytes))
  }

  static func decode(_ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload("base64.decode", value) }
    guard let bytes = Base64.decode(text, padding: .optional) else {
      throw EvaluationError("bad-conversion", "the text is not base64")
    }
    return .bytes(bytes)
  }
}
