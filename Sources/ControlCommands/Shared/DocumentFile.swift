import ArgumentParser
import CEL
import WorkflowDefinitions
import YAMLTree

/// Reads a YAML file that an argument names, for a request that takes it as a document.
enum DocumentFile {
  static func read(_ file: String) throws -> Value {
    let bytes = try InputFile.bytes(file, atMost: YAMLLimits().bytes)
    do throws(YAMLFaults) {
      return value(try YAMLReader().read(bytes, file: file))
    } catch {
      throw ValidationError(
        "'\(Cell.plain(file))' is not YAML as it is read here: \(Cell.plain(Self.text(error)))")
    }
  }

  private static func text(_ faults: YAMLFaults) -> String {
    faults.list.map { "line \($0.place.line): \($0.message)" }.joined(separator: "; ")
  }

  private static func value(_ node: Node) -> Value {
    if let scalar = node.scalarValue { return scalar }
    if let items = node.items { return .list(items.map(value)) }
    return .map(ValueMap((node.entries ?? []).map { ($0.key.text ?? "", value($0.value)) }))
  }
}
