import Glibc

/// The file of a bound Unix socket, by which it is told from a successor's at the same path.
struct SocketFile: Sendable, Equatable {
  private let device: dev_t
  private let inode: ino_t

  /// Finds the file that stands at the path; nil if it is not a socket.
  init?(at path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
  }

  /// Removes the file unless another socket stands at the path by now.
  func remove(at path: String) {
    if SocketFile(at: path) == self { unlink(path) }
  }
}

/// Opens Unix sockets whose file has its final mode from the first moment. On Linux, `bind` creates the file with the
/// mode that `fchmod` gave to the unbound descriptor, less the process's umask. The second `chmod` can therefore only
/// widen it.
enum UnixSocket {
  static func open(path: String, mode: UInt32) throws(ListenError) -> Int32 {
    let place = ListenAddress.unix(path: path, mode: mode)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count <= room, !bytes.contains(0) else {
      throw ListenError("address_invalid", place, "the path has \(bytes.count) bytes, 1 to \(room) are possible")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    try removeStale(path, place)

    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard fd >= 0 else { throw failure(place) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        fchmod(fd, mode) == 0 && bind(fd, pointer, length) == 0 && chmod(path, mode) == 0
      }
    }
    guard bound else {
      let error = failure(place)
      close(fd)
      throw error
    }
    return fd
  }

  /// Removes the socket file that an earlier process left. A file that is not a socket stays.
  ///
  /// - Throws: `ListenError` with the code `address_in_use` if such a file stands there.
  static func removeStale(_ path: String, _ place: ListenAddress) throws(ListenError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw ListenError("address_in_use", place, "another file, which is no socket, has that path; move it away")
    }
    unlink(path)
  }

  private static func failure(_ place: ListenAddress) -> ListenError {
    let number = errno
    let code =
      switch number {
      case EADDRINUSE: "address_in_use"
      case EACCES, EPERM: "permission_denied"
      default: "listen_failed"
      }
    return ListenError(code, place, String(cString: strerror(number)))
  }
}
