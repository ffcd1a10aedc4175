internal import CEL
package import YAMLTree

/// A file of a workflows folder.
public struct SourceFile: Sendable, Hashable {
  /// The path below the folder, with slashes.
  public var path: String
  /// The file's bytes as read.
  public var source: [UInt8]

  /// Creates a file from its path below the folder and its bytes.
  public init(path: String, source: [UInt8]) {
    self.path = path
    self.source = source
  }

  /// The source as UTF-8, without the byte order mark that some editors write.
  var text: String {
    let isMarked = source.starts(with: [0xEF, 0xBB, 0xBF])
    return String(decoding: isMarked ? source[3...] : source[...], as: UTF8.self)
  }

  /// Parses the file.
  ///
  /// - Throws: everything that keeps it from being read as YAML.
  package func tree() throws(Findings) -> Node {
    do {
      return try YAMLReader().read(source, file: path)
    } catch {
      throw Findings(error.list.map { Finding($0, file: path) })
    }
  }
}

extension Finding {
  fileprivate init(_ fault: YAMLFault, file: String) {
    let (code, cure) = YAMLCode.of(fault.kind)
    self.init(
      code: code.rawValue, file: file, line: fault.place.line, column: fault.place.column, message: fault.message,
      cure: fault.cure.isEmpty ? cure : fault.cure)
  }
}

/// The finding codes of YAML faults, and cures for the faults to which the YAML reader gives none.
private enum YAMLCode: String {
  case syntax = "yaml-syntax"
  case tooLarge = "yaml-too-large"
  case tooDeep = "yaml-too-deep"
  case anchor = "yaml-anchor"
  case tag = "yaml-tag"
  case merge = "yaml-merge"
  case key = "yaml-key"
  case duplicateKey = "yaml-duplicate-key"
  case emptyValue = "yaml-empty-value"
  case empty = "yaml-empty"

  static func of(_ kind: YAMLFault.Kind) -> (code: YAMLCode, cure: String) {
    switch kind {
    case .encoding, .syntax: (.syntax, "")
    case .tooLarge: (.tooLarge, "share events, actions and functions by 'include', or make two machines of one")
    case .longScalar: (.tooLarge, "named functions for its parts")
    case .tooDeep: (.tooDeep, "")
    case .anchor: (.anchor, "use a named action or 'include'")
    case .tag: (.tag, "put the expression in quotes")
    case .mergeKey: (.merge, "")
    case .key: (.key, "")
    case .duplicateKey: (.duplicateKey, "")
    case .emptyValue:
      (.emptyValue, "write null, or a blank behind the ':'; an expression that starts with '!' in quotes")
    case .empty: (.empty, "write a workflow, or remove the file")
    }
  }
}
