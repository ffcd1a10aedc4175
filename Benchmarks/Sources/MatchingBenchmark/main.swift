import Foundation

// How well texts are found, and how fast: `MatchingBenchmark quality FOLDER` and `MatchingBenchmark speed SKILLS [VECTORS]`.
let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "quality" where arguments.count == 2:
  try RetrievalQuality(folder: URL(fileURLWithPath: arguments.last ?? ".")).run()
case "speed" where arguments.count >= 2:
  let files = arguments.dropFirst().map { URL(fileURLWithPath: $0) }
  try MatchingSpeed(skills: files[0], vectors: files.dropFirst().first).run()
default:
  print("usage: MatchingBenchmark quality FOLDER | speed SKILLS [VECTORS]")
  exit(2)
}
