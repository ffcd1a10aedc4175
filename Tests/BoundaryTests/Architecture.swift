/// Who may import whom. This table is the decision; `Package.swift` must agree with it, and SwiftPM checks neither.
struct ModuleRule: Sendable {
  /// Pure: a function of its arguments. No Foundation, no C, no concurrency, no clock, no randomness.
  let isPure: Bool
  let mayImport: Set<String>

  static func pure(_ modules: String...) -> ModuleRule { ModuleRule(isPure: true, mayImport: Set(modules)) }

  /// The standard library's own modules and libc are open to whatever is not pure. Foundation is not: it brings
  /// 44 MB of ICU, a lenient date parser and a JSON that loses integers.
  static func rim(_ modules: String...) -> ModuleRule {
    ModuleRule(isPure: false, mayImport: Set(modules).union(["Glibc", "Synchronization", "Dispatch"]))
  }

  func with(_ more: [String]) -> ModuleRule { ModuleRule(isPure: isPure, mayImport: mayImport.union(more)) }
}

enum Architecture {
  static let server = [
    "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "NIOPosix", "Logging", "FoundationEssentials",
  ]

  static let rules: [String: ModuleRule] = [
    // Pure
    "CivilTime": .pure(),
    "Encoding": .pure("CivilTime"),
    "Secrets": .pure(),
    "Currencies": .pure(),
    "CEL": .pure("CivilTime", "Encoding", "Currencies"),
    "Statecharts": .pure("CivilTime", "CEL"),
    "Storage": .pure("CivilTime"),
    "Execution": .pure("CivilTime", "CEL"),
    "EngineMessages": .pure("CivilTime", "CEL"),
    "WorkflowEngine": .pure(
      "CivilTime", "Encoding", "CEL", "Statecharts", "Storage", "Execution", "EngineMessages"),

    // Definitions and stores
    "YAMLTree": .rim("Yams", "CYaml"),
    "WorkflowDefinitions": .rim("CivilTime", "Encoding", "CEL", "Statecharts", "Execution", "YAMLTree"),
    "SQLiteStorage": .rim("CSQLite", "CivilTime", "Encoding", "Storage"),
    "MemoryStorage": .rim("CivilTime", "Storage"),
    "WorkflowScenarios": .rim(
      "CivilTime", "CEL", "Statecharts", "YAMLTree", "WorkflowDefinitions", "Storage", "MemoryStorage", "Execution",
      "EngineMessages", "WorkflowEngine"),

    // The rim. Ingress and Control never see the engine: they hand over bytes and wait for an answer.
    "Transport": .rim("CCurl", "Secrets"),
    "Executors": .rim("Transport", "CivilTime", "Encoding", "Secrets", "Currencies", "CEL", "Execution", "Logging"),
    "Listening": .rim("CivilTime", "Encoding").with(server),
    "Ingress": .rim("CivilTime", "Encoding", "CEL", "Crypto", "EngineMessages", "Listening").with(server),
    "Control": .rim("Transport", "CCurl", "CSystemd", "CivilTime", "CEL", "Listening").with(server),
    "SystemdSupport": .rim("CSystemd", "Secrets", "Logging"),
    "DaemonSettings": .rim("CivilTime", "CEL", "YAMLTree"),
    "Daemon": .rim(
      "CivilTime", "Encoding", "Secrets", "CEL", "Statecharts", "WorkflowDefinitions", "Storage", "SQLiteStorage",
      "Execution",
      "EngineMessages", "WorkflowEngine", "Transport", "Executors", "Ingress", "Control", "Listening", "SystemdSupport",
      "CSystemd",
      "DaemonSettings", "Crypto", "ServiceLifecycle", "UnixSignals"
    ).with(server),
    "ControlCommands": .rim(
      "CivilTime", "Currencies", "CEL", "Control", "Executors", "WorkflowDefinitions", "WorkflowScenarios",
      "Statecharts", "ArgumentParser", "Crypto", "FoundationEssentials"),
    "Sandbox": .rim("Transport", "CivilTime", "Encoding", "Currencies", "CEL", "Crypto").with(server),

    // For tests
    "StorageTesting": .rim("CivilTime", "Storage"),
    "WorkflowTesting": .rim(
      "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "WorkflowScenarios", "Storage", "MemoryStorage",
      "StorageTesting", "Execution", "Executors", "EngineMessages", "WorkflowEngine", "Crypto", "Foundation"),
    "SCXMLTesting": .rim("CivilTime", "CEL", "Statecharts", "Foundation", "FoundationXML"),

    // Programs
    "magnetiqd": .rim("Daemon", "DaemonSettings", "ArgumentParser"),
    "magnetiqctl": .rim("ControlCommands", "ArgumentParser"),
    "magnetiq-sandbox": .rim("CivilTime", "Sandbox", "ArgumentParser"),
  ]

  /// Files of pure modules that may import Glibc, each with its reason.
  static let glibcAllowed: [String: String] = [:]

  /// What no program may be linked with: SCXML's sessions and the doubles live for tests alone.
  static let neverInAProgram: Set<String> = ["StorageTesting", "WorkflowTesting", "SCXMLTesting"]

  /// What `magnetiqd` must not be linked with, however indirectly.
  static let neverInTheDaemon: Set<String> = [
    "Sandbox", "StorageTesting", "WorkflowTesting", "SCXMLTesting", "MemoryStorage", "WorkflowScenarios",
  ]

  /// What faces the public internet must not reach the engine, the store or the definitions.
  static let neverInIngress: Set<String> = [
    "WorkflowEngine", "Statecharts", "WorkflowDefinitions", "Storage", "SQLiteStorage", "Execution", "Executors",
  ]
}
