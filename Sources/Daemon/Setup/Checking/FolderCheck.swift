import DaemonSettings
import Glibc
import SystemdSupport

/// Checks the folders that the settings name, so that a missing one is reported before anything depends on it.
struct FolderCheck {
  let settings: Settings
  let environment: ServiceEnvironment
  let sockets: SocketActivation
  let findings: StartFindings
  /// True for `--check`, which an operator runs before systemd has created the service's folders.
  let isRehearsal: Bool

  /// - Returns: remarks about things that only a start can show.
  func run() -> [String] {
    var remarks: [String] = []
    if settings.ingress.listen == .socketActivation, sockets.sockets.isEmpty, isRehearsal {
      remarks.append(
        "ingress.listen: the socket is systemd's (magnetiqd.socket); only a start by systemd shows whether it is there")
    }
    remarks += writable("store.path", Self.parent(settings.store.path), of: "the store's file")
    if sockets.descriptors(named: SocketActivation.Name.control).isEmpty {
      remarks += writable("control.path", Self.parent(settings.control.path), of: "the control socket")
    }
    if sockets.descriptors(named: SocketActivation.Name.controlAdmin).isEmpty {
      remarks += writable("control.admin_path", Self.parent(settings.control.adminPath), of: "the control socket")
    }
    if let folder = settings.credentials.path, let fault = Self.fault(folder, R_OK | X_OK) {
      findings.add(
        .folder, "credentials.path", expected: "a folder with the secrets", given: "\(folder): \(fault)",
        cure: "install -d -m 700 '\(folder)', and a file of mode 600 in it for each secret")
    }
    return remarks
  }

  /// Checks a folder in which the daemon creates files.
  private func writable(_ key: String, _ folder: String, of what: String) -> [String] {
    guard let fault = Self.fault(folder, W_OK | X_OK), !findings.document.isSpoilt(key) else { return [] }
    // The unit creates the folders that no settings file names: StateDirectory=, and RuntimeDirectory= for the sockets.
    if isRehearsal, !findings.document.writes(key), environment["INVOCATION_ID"] == nil {
      return ["\(key): \(folder) (\(fault)) is made by systemd; without it: install -d -m 700 '\(folder)'"]
    }
    findings.add(
      .folder, key, expected: "\(what) in a folder that the daemon can write", given: "\(folder): \(fault)",
      cure: "install -d -m 700 '\(folder)', owned by the daemon's user, or name another path")
    return []
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The reason why the folder cannot be used in this way; nil if it can.
  private static func fault(_ path: String, _ mode: Int32) -> String? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return String(cString: strerror(errno)) }
    guard facts.st_mode & S_IFMT == S_IFDIR else { return "not a folder" }
    return access(path, mode) == 0 ? nil : String(cString: strerror(errno))
  }
}
