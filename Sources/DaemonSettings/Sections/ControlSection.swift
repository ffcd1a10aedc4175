/// The operators' sockets; each socket's permissions decide who may use it.
public struct ControlSection: Hashable, Sendable {
  /// The socket for reads, for the group `magnetiq`.
  public var path: String
  /// The socket for acts, for the group `magnetiq-admin`.
  public var adminPath: String

  init(_ section: SectionReader) {
    path = section.value("path", .socketPath, default: "/run/magnetiq/control")
    adminPath = section.value("admin_path", .socketPath, default: "/run/magnetiq/control-admin")
    if path == adminPath {
      section.object(
        .conflict, to: "admin_path", expected: "another path than control.path", given: adminPath,
        cure: "one socket would give readers the power to act")
    }
  }
}
