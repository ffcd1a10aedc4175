/// The modules that each module may import. This table is the decision; `Package.swift` must agree with it, and SwiftPM
/// checks neither.
struct ModuleRule: Sendable {
  /// Pure: a function of its arguments. No Foundation, no C, no concurrency, no clock, no randomness.
  let isPure: Bool
  let mayImport: Set<String>

  static func pure(_ modules: String...) -> ModuleRule { ModuleRule(isPure: true, mayImport: Set(modules)) }

  /// The standard library's own modules and libc are open to whatever is not pure. Foundation is not: it brings
  /// 44 MB of ICU, a lenient date parser and a JSON that loses integers.
  static func edge(_ modules: String...) -> ModuleRule {
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
    "Money": .pure(),
    "Locales": .pure("CivilTime", "Currencies"),
    "Pages": .pure("CivilTime", "Encoding", "Currencies", "Locales"),
    "CEL": .pure("CivilTime", "Encoding", "Currencies", "Money"),
    "Availability": .pure("CivilTime"),
    "Pricing": .pure("CivilTime", "Money"),
    "Marketplace": .pure("CivilTime", "Currencies", "CEL", "Money", "Availability", "Pricing", "Leads"),
    "Statecharts": .pure("CivilTime", "Encoding", "CEL"),
    "Matching": .pure("CivilTime"),
    "Leads": .pure("CivilTime"),
    "Storage": .pure("CivilTime"),
    "Execution": .pure("CivilTime", "CEL"),
    "EngineMessages": .pure("CivilTime", "CEL"),
    "WorkflowEngine": .pure(
      "CivilTime", "Encoding", "CEL", "Statecharts", "Storage", "Execution", "EngineMessages"),

    // Definitions and stores
    "YAMLTree": .edge("Yams", "CYaml"),
    "Files": .edge(),
    "WorkflowDefinitions": .edge("Files", "CivilTime", "Encoding", "CEL", "Statecharts", "Execution", "YAMLTree"),
    "MatchingFiles": .edge("CivilTime", "YAMLTree", "Matching", "Leads"),
    "SQLiteStorage": .edge("CSQLite", "CivilTime", "Encoding", "Storage"),
    "MemoryStorage": .edge("CivilTime", "Storage"),
    "WorkflowScenarios": .edge(
      "CivilTime", "CEL", "Statecharts", "YAMLTree", "WorkflowDefinitions", "Storage", "MemoryStorage", "Execution",
      "EngineMessages", "WorkflowEngine"),
    "WorkflowProofs": .edge(
      "CivilTime", "CEL", "Statecharts", "Execution", "WorkflowDefinitions", "WorkflowScenarios"),
    "LanguageServer": .edge("CEL", "Encoding", "Statecharts", "Execution", "YAMLTree", "WorkflowDefinitions"),

    // The edge. Ingress and Control never see the engine: they hand over bytes and wait for an answer.
    "Digests": .edge("CLibcrypto"),
    "Transport": .edge("CCurl", "Secrets"),
    "Executors": .edge(
      "Files", "Transport", "CivilTime", "Encoding", "Secrets", "Currencies", "Locales", "CEL", "Execution", "Digests",
      "Logging"),
    "Listening": .edge("CivilTime", "Encoding").with(server),
    "Ingress": .edge("CivilTime", "Encoding", "CEL", "Digests", "EngineMessages", "Listening").with(server),
    // The marketplace's own pages: they ask for what the public API asks for, and see neither engine nor store either.
    "Site": .edge(
      "Pages", "Locales", "CivilTime", "Encoding", "CEL", "Digests", "EngineMessages", "Listening", "Ingress"
    ).with(server),
    "Control": .edge("Transport", "CCurl", "CSystemd", "CivilTime", "CEL", "Listening").with(server),
    "SystemdSupport": .edge("CSystemd", "Secrets", "Logging"),
    "DaemonSettings": .edge("Files", "CivilTime", "CEL", "YAMLTree"),
    "Daemon": .edge(
      "Files", "CivilTime", "Encoding", "Secrets", "CEL", "Availability", "Pricing", "Marketplace", "Matching",
      "MatchingFiles", "Leads", "Currencies", "Statecharts", "WorkflowDefinitions", "Storage", "SQLiteStorage",
      "Execution",
      "EngineMessages", "WorkflowEngine", "Transport", "Executors", "Ingress", "Control", "Listening", "SystemdSupport",
      "CSystemd", "Locales", "Pages", "Site",
      "DaemonSettings", "Digests", "ServiceLifecycle", "UnixSignals"
    ).with(server),
    "ControlCommands": .edge(
      "Files", "CivilTime", "Currencies", "CEL", "Control", "Executors", "YAMLTree", "WorkflowDefinitions",
      "WorkflowScenarios", "WorkflowProofs", "LanguageServer", "Statecharts", "Leads", "MatchingFiles",
      "DaemonSettings", "ArgumentParser",
      "Digests",
      "FoundationEssentials"),
    "Sandbox": .edge("Transport", "CivilTime", "Encoding", "Currencies", "CEL", "Digests").with(server),

    // For tests
    "StorageTesting": .edge("CivilTime", "Storage"),
    "WorkflowTesting": .edge(
      "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "WorkflowScenarios", "Storage", "MemoryStorage",
      "StorageTesting", "Execution", "Executors", "EngineMessages", "WorkflowEngine", "Digests", "Foundation"),
    "EngineSimulation": .edge(
      "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "Storage", "MemoryStorage", "StorageTesting",
      "Execution", "Executors", "EngineMessages", "WorkflowEngine", "WorkflowTesting"),
    "SCXMLTesting": .edge("CivilTime", "CEL", "Statecharts", "Foundation", "FoundationXML"),

    // Programs
    "magnetiqd": .edge("Daemon", "DaemonSettings", "ArgumentParser"),
    "magnetiqctl": .edge("ControlCommands", "ArgumentParser"),
    "magnetiq-sandbox": .edge("CivilTime", "Sandbox", "ArgumentParser"),
    "magnetiq-simulate": .edge("EngineSimulation", "ArgumentParser"),
  ]

  /// Files of pure modules that may import Glibc, each with its reason.
  static let glibcAllowed: [String: String] = [:]

  /// Modules that no program may be linked with: SCXML's sessions and the doubles serve tests alone.
  static let neverInAProgram: Set<String> = [
    "StorageTesting", "WorkflowTesting", "EngineSimulation", "SCXMLTesting",
  ]

  /// Modules that `magnetiqd` must not be linked with, however indirectly.
  static let neverInTheDaemon: Set<String> = [
    "Sandbox", "StorageTesting", "WorkflowTesting", "EngineSimulation", "SCXMLTesting", "MemoryStorage",
    "WorkflowScenarios",
    "WorkflowProofs", "LanguageServer",
  ]

  /// Modules that the parts facing the public internet must not reach: the engine, the store, the definitions.
  static let neverInIngress: Set<String> = [
    "WorkflowEngine", "Statecharts", "WorkflowDefinitions", "Storage", "SQLiteStorage", "Execution", "Executors",
  ]
}
