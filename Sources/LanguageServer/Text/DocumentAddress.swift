internal import Encoding

/// A file's address, `file:///…`, taken apart.
struct DocumentAddress: Hashable {
  /// The folder as it stands in the address.
  let folderURI: String
  /// The folder's path.
  let folder: String
  /// The file's name.
  let name: String

  /// nil for addresses of other schemes.
  init?(_ uri: String) {
    guard uri.hasPrefix("file://"), let slash = uri.lastIndex(of: "/") else { return nil }
    folderURI = String(uri[..<slash])
    let path = PercentEncoding.decode(uri.utf8.dropFirst("file://".utf8.count), plusIsSpace: false)
    guard path.hasPrefix("/"), let end = path.lastIndex(of: "/") else { return nil }
    folder = end == path.startIndex ? "/" : String(path[..<end])
    name = String(path[path.index(after: end)...])
  }

  /// Returns the address of another file in the same folder.
  func uri(of path: String) -> String {
    "\(folderURI)/\(PercentEncoding.encode(path, keeping: "/"))"
  }
}
