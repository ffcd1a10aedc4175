import Control
import DaemonSettings
import Glibc
import Listening
import SystemdSupport

/// Chooses the addresses to listen on: the sockets that systemd passes, or those in the settings.
struct ListenSetup {
  let settings: Settings
  let environment: ServiceEnvironment
  let sockets: SocketActivation

  /// Reports a socket that systemd should have passed, before anything is opened.
  func check(_ findings: StartFindings) {
    guard settings.ingress.listen == .socketActivation, publicDescriptor == nil else { return }
    findings.add(
      .unknownName, "ingress.listen", expected: "a socket named public that systemd hands over",
      given: "socket-activation, and no socket",
      cure: "start magnetiqd.socket, or set ingress.listen: 127.0.0.1:8080")
  }

  private var publicDescriptor: Int32? { sockets.descriptors(named: SocketActivation.Name.publicHTTP).first }

  func publicAddress() throws -> ListenAddress {
    switch settings.ingress.listen {
    case .tcp(let host, let port): return .tcp(host: host, port: port)
    case .socketActivation:
      // The preparation refuses to continue without one.
      guard let descriptor = publicDescriptor else { throw StartError(description: "no-public-socket") }
      return .descriptor(descriptor)
    }
  }

  func control() -> ControlSettings {
    func address(_ name: String, _ path: String) -> ListenAddress {
      sockets.descriptors(named: name).first.map { .descriptor($0) } ?? .unix(path: path, mode: 0o600)
    }
    // Under systemd the daemon has a user of its own, which may only reload.
    let isService = environment["INVOCATION_ID"] != nil && getuid() != 0
    return ControlSettings(
      reads: address(SocketActivation.Name.control, settings.control.path),
      acts: address(SocketActivation.Name.controlAdmin, settings.control.adminPath),
      restrictedUID: isService ? getuid() : nil)
  }
}
