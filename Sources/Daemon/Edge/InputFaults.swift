import CEL
import Encoding
import Ingress

/// Finds everything that is wrong with the fields of a body, each with its place.
enum InputFaults {
  static func of(_ body: Value, type: CELType, limits: InputLimits) -> [FieldFault] {
    do throws(TypeMismatch) {
      let decoded = try type.decode(body, limits: limits)
      // A reference is the only field whose form the engine checks beyond its declaration.
      guard let reference = decoded["reference"]?.stringValue, !FieldFormat.isReference(reference) else { return [] }
      return [
        FieldFault(
          pointer: "#/reference", expected: "1 to 100 letters, digits and -._~:@+=, first a letter or digit",
          given: reference, cure: "another reference")
      ]
    } catch {
      return ([error] + error.others).map {
        FieldFault(pointer: pointer($0.path), expected: $0.expected, given: $0.given, cure: $0.hint ?? cure($0))
      }
    }
  }

  private static func cure(_ mismatch: TypeMismatch) -> String {
    switch mismatch.given {
    case "nothing": "add it"
    case "an unknown one": "take it away"
    default: "send \(mismatch.expected)"
    }
  }

  /// Converts `client.phones[2]` to `#/client/phones/2`.
  static func pointer(_ path: String) -> String {
    let segments = path.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")
    return segments.reduce(into: "#") { pointer, segment in
      let escaped = String(segment).replacing("~", with: "~0").replacing("/", with: "~1")
      pointer += "/" + PercentEncoding.encode(escaped, keeping: "!$&'()*+,;=:@")
    }
  }
}
