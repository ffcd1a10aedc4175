internal import CEL
import ArgumentParser
import WorkflowDefinitions

struct WorkflowsExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a finding's code, with an example of it and its cure.",
    discussion: """
      Without a code: the list of all. The pages are those of docs/errors, as they were installed with this program \
      (PREFIX/share/doc/magnetiq/errors) or stand in the source tree that it was built in.
      """)

  @Argument(help: "The code in brackets at the end of a finding.")
  var code: String?

  @Option(name: .long, help: "The folder of the pages.")
  var docs: String?

  func run() throws { try explain(.standard) }

  func explain(_ console: Console) throws {
    let pages = ErrorPages(folder: docs)
    guard let code else {
      guard let index = pages.index else { throw missing(pages, console) }
      console.data(index)
      return
    }
    if let page = pages.page(of: code) {
      console.data(page)
      return
    }
    let known = pages.codes
    if known.isEmpty { throw missing(pages, console) }
    let near =
      NearestName.find(code, among: known).map { [$0] } ?? known.filter { $0.contains(code) || code.contains($0) }
    console.talk(
      "magnetiqctl: there is no finding '\(Cell.plain(code))'"
        + (near.isEmpty ? "; 'magnetiqctl workflows explain' lists them" : ": \(near.joined(separator: ", "))?"))
    throw Exit.notFound.error
  }

  private func missing(_ pages: ErrorPages, _ console: Console) -> any Error {
    console.talk("magnetiqctl: no pages in \(pages.looked.joined(separator: ", ")); name their folder: --docs")
    return Exit.notFound.error
  }
}
