/// `base64.encode` and `base64.decode`.
enum EncodingFunctions {
  static func add(to table: inout FunctionTable) {
    table.add("base64.encode", signatures: [([.bytes], .string)], .unary(encode))
    table.add("base64.decode", signatures: [([.string], .bytes)], .unary(decode))
  }

  static func encode(_ value: Value) throws(EvaluationError) -> Value {
    guard case .bytes(let bytes) = value else { throw .noOverload("base64.encode", value) }
    return .string(Base64.encode(bytes))
  }

  static func decode(_ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload("base64.decode", value) }
    guard let bytes = Base64.decode(text) else { throw EvaluationError("bad-conversion", "the text is not base64") }
    return .bytes(bytes)
  }
}
