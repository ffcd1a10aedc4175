internal import CEL
public import WorkflowDefinitions
internal import YAMLTree

/// A server of the Language Server Protocol 3.17 for workflow definitions: diagnostics, hover, completion, definitions,
/// renaming of states, and formatting. It is a function from messages to messages; its caller owns the streams.
public final class WorkflowLanguageServer {
  private enum State { case new, running, shutDown }

  private let loader: BundleLoader
  private let documentation: KeyDocumentation
  private let files: (String) -> [SourceFile]
  private let above: (String) -> Int
  private var state = State.new
  /// By folder's address.
  private var workspaces: [String: Workspace] = [:]
  /// The exit code, once the client has asked the server to end.
  public private(set) var exitCode: Int32?

  /// - Parameters:
  ///   - schema: the schema of workflow files, JSON; nil if there is none, so that keys are not explained.
  ///   - above: how many folders above a folder the top of its tree lies.
  ///   - files: the files of a folder on disk, by its path.
  public init(
    loader: BundleLoader, schema: [UInt8]?, above: @escaping (String) -> Int = { _ in 0 },
    files: @escaping (String) -> [SourceFile]
  ) {
    self.loader = loader
    self.files = files
    self.above = above
    documentation = KeyDocumentation(schema: schema.flatMap { try? JSON.parse($0) } ?? .null)
  }

  /// Takes the content of a message.
  ///
  /// - Returns: the contents of the messages to send, in order.
  public func receive(_ content: [UInt8]) -> [[UInt8]] { answers(to: content).map { JSON.encode($0) } }

  private func answers(to content: [UInt8]) -> [Value] {
    guard let message = try? JSON.parse(content) else {
      return [Messages.error(.null, .parseError, "the content is not JSON")]
    }
    // Answers to requests of ours have no method; there are none.
    guard let method = message["method"]?.stringValue else { return [] }
    let params = message["params"] ?? .null
    guard let id = message["id"] else { return notified(method, params) }
    switch (state, method) {
    case (.new, "initialize"):
      state = .running
      return [Messages.result(id, Self.capabilities)]
    case (.new, _): return [Messages.error(id, .notInitialized, "'initialize' comes first")]
    case (.shutDown, _), (_, "initialize"):
      return [Messages.error(id, .invalidRequest, "'\(method)' cannot be asked now")]
    case (.running, "shutdown"):
      state = .shutDown
      return [Messages.result(id, .null)]
    case (.running, _): return [answer(id, method, params)]
    }
  }

  private static let capabilities: Value = [
    "capabilities": [
      "positionEncoding": "utf-16", "textDocumentSync": ["openClose": true, "change": 1, "save": true],
      "hoverProvider": true, "definitionProvider": true, "renameProvider": ["prepareProvider": true],
      "completionProvider": ["triggerCharacters": [".", "'", " "]], "documentFormattingProvider": true,
    ],
    "serverInfo": ["name": "magnetiqctl lsp"],
  ]

  // MARK: Notifications

  private func notified(_ method: String, _ params: Value) -> [Value] {
    switch method {
    case "exit":
      exitCode = state == .shutDown ? 0 : 1
      return []
    case "textDocument/didOpen":
      return changed(params["textDocument"]?["uri"], params["textDocument"]?["text"]?.stringValue)
    case "textDocument/didChange":
      guard let text = params["contentChanges"]?.listValue?.last?["text"]?.stringValue else { return [] }
      return changed(params["textDocument"]?["uri"], text)
    case "textDocument/didClose": return changed(params["textDocument"]?["uri"], nil)
    default: return []
    }
  }

  /// Takes an open file's text; nil closes it.
  private func changed(_ uri: Value?, _ text: String?) -> [Value] {
    guard state == .running, let uri = uri?.stringValue, let address = DocumentAddress(uri, above: above) else {
      return []
    }
    let workspace = workspaces[address.folderURI] ?? Workspace(address, loader: loader, files: files)
    workspaces[address.folderURI] = workspace
    workspace.set(text, of: address.name)
    let diagnostics = Diagnostics(workspace: workspace)
    var messages = workspace.openFiles.map { name in
      Messages.notification("textDocument/publishDiagnostics", diagnostics.parameters(of: name))
    }
    if text == nil {
      messages.append(
        Messages.notification("textDocument/publishDiagnostics", ["uri": .string(uri), "diagnostics": []]))
      if workspace.isEmpty { workspaces[address.folderURI] = nil }
    }
    return messages
  }

  // MARK: Requests

  /// An open file, and the place in it that a request is about.
  private struct Subject {
    let workspace: Workspace
    let name: String
    let text: TextLines
    let place: Place
  }

  private func subject(_ params: Value) -> Subject? {
    guard let uri = params["textDocument"]?["uri"]?.stringValue, let address = DocumentAddress(uri, above: above),
      let workspace = workspaces[address.folderURI], let text = workspace.texts[address.name]
    else { return nil }
    let line = Int(params["position"]?["line"]?.intValue ?? 0)
    let character = Int(params["position"]?["character"]?.intValue ?? 0)
    return Subject(
      workspace: workspace, name: address.name, text: text, place: text.place(line: line, character: character))
  }

  private func answer(_ id: Value, _ method: String, _ params: Value) -> Value {
    let known = [
      "textDocument/hover", "textDocument/completion", "textDocument/definition", "textDocument/prepareRename",
      "textDocument/rename", "textDocument/formatting",
    ]
    guard known.contains(method) else { return Messages.error(id, .methodNotFound, "'\(method)' is not known here") }
    guard let subject = subject(params) else {
      return Messages.error(id, .requestFailed, "the file is not open here")
    }
    switch method {
    case "textDocument/hover": return Messages.result(id, hover(subject))
    case "textDocument/completion": return Messages.result(id, completion(subject))
    case "textDocument/definition": return Messages.result(id, definition(subject))
    case "textDocument/prepareRename": return Messages.result(id, renamed(subject))
    case "textDocument/rename": return rename(id, subject, to: params["newName"]?.stringValue ?? "")
    default: return format(id, subject)
    }
  }

  private func hover(_ subject: Subject) -> Value {
    let hover = Hover(workspace: subject.workspace, documentation: documentation, catalogue: loader.catalogue)
    guard let told = hover.text(at: subject.place, in: subject.name) else { return .null }
    return [
      "contents": ["kind": "markdown", "value": .string(told.text)],
      "range": Messages.range(told.extent, in: subject.text),
    ]
  }

  private func completion(_ subject: Subject) -> Value {
    let completion = Completion(
      workspace: subject.workspace, documentation: documentation, catalogue: loader.catalogue)
    return .list(
      completion.items(at: subject.place, in: subject.name).map { item in
        ["label": .string(item.label), "kind": .int(item.kind.rawValue), "detail": .string(item.detail)]
      })
  }

  private func definition(_ subject: Subject) -> Value {
    let index = subject.workspace.index
    guard let found = index.occurrence(at: subject.place, in: subject.name) else { return .null }
    return .list(
      index.declarations(of: found.symbol, from: subject.name).compactMap { declared -> Value? in
        guard let text = subject.workspace.texts[declared.file] else { return nil }
        return [
          "uri": .string(subject.workspace.address.uri(of: declared.file)),
          "range": Messages.range(declared.extent, in: text),
        ]
      })
  }

  private func renamed(_ subject: Subject) -> Value {
    guard let state = Renaming(workspace: subject.workspace).state(at: subject.place, in: subject.name) else {
      return .null
    }
    return [
      "range": Messages.range(state.extent, in: subject.text), "placeholder": .string(state.symbol.name),
    ]
  }

  private func rename(_ id: Value, _ subject: Subject, to name: String) -> Value {
    do {
      let edits = try Renaming(workspace: subject.workspace).edits(at: subject.place, in: subject.name, to: name)
      var changes = ValueMap()
      for (file, list) in edits.sorted(by: { $0.key < $1.key }) {
        guard let text = subject.workspace.texts[file] else { continue }
        changes[subject.workspace.address.uri(of: file)] = .list(
          list.map { ["range": Messages.range($0.extent, in: text), "newText": .string($0.text)] })
      }
      return Messages.result(id, ["changes": .map(changes)])
    } catch {
      return Messages.error(id, .requestFailed, error.message)
    }
  }

  private func format(_ id: Value, _ subject: Subject) -> Value {
    guard let source = subject.workspace.sources[subject.name] else { return Messages.result(id, .null) }
    do {
      let formatted = try SourceFormat().formatted(source)
      if formatted == source { return Messages.result(id, []) }
      let whole = Extent(start: Place(line: 1, column: 1), end: subject.text.end)
      return Messages.result(
        id, [["range": Messages.range(whole, in: subject.text), "newText": .string(formatted)]])
    } catch {
      return Messages.error(id, .requestFailed, error.message)
    }
  }
}
