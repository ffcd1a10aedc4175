import Control
import DaemonSettings
import Glibc
import Listening
import SystemdSupport

/// Where the daemon listens: on the sockets that systemd hands over, or on what the settings name.
struct ListenSetup {
  let settings: Settings
  let environment: ServiceEnvironment
  let sockets: SocketActivation

  func publicAddress() throws -> ListenAddress {
    switch settings.ingress.listen {
    case .tcp(let host, let port): return .tcp(host: host, port: port)
    case .socketActivation:
      guard let descriptor = sockets.descriptors(named: SocketActivation.Name.publicHTTP).first else {
        throw StartError(
          description:
            "no-public-socket: ingress.listen is socket-activation and no socket was handed over; start magnetiqd.socket or set ingress.listen: 127.0.0.1:8080"
        )
      }
      return .descriptor(descriptor)
    }
  }

  func control() -> ControlSettings {
    func address(_ name: String, _ path: String) -> ListenAddress {
      sockets.descriptors(named: name).first.map { .descriptor($0) } ?? .unix(path: path, mode: 0o600)
    }
    // Under systemd the daemon has a user of its own, which may reload and no more.
    let isService = environment["INVOCATION_ID"] != nil && getuid() != 0
    return ControlSettings(
      reads: address(SocketActivation.Name.control, settings.control.path),
      acts: address(SocketActivation.Name.controlAdmin, settings.control.adminPath),
      restrictedUID: isService ? getuid() : nil)
  }
}
