import CivilTime
import Foundation
import Glibc
import Matching
import MatchingFiles

/// The CPU time of one search over 10,000 made-up consultants, with five results explained. The median has a budget.
struct MatchingSpeed {
  private static let consultants = 10_000
  private static let rounds = 40
  private static let requests = [
    "KI-Strategie für einen Maschinenbauer, dringend, bis 5.000 €", "cloud migration to AWS for a bank",
    "Prozessoptimierung in der Fertigung", "sustainability reporting for a food company, up to 200 EUR",
  ]

  let skills: URL
  let vectors: URL?

  func run() throws {
    let taxonomy = try TaxonomyFile.read(Array(try Data(contentsOf: skills)), file: skills.path)
    let profiles = Self.profiles(taxonomy)
    try measure("without vectors", ConsultantShelf(profiles, taxonomy: taxonomy), budget: .milliseconds(15))
    guard let vectors else { return }
    let table = try VectorTable(Array(try Data(contentsOf: vectors)))
    let clock = ContinuousClock()
    let start = clock.now
    let shelf = ConsultantShelf(profiles, taxonomy: taxonomy, vectors: table)
    print("shelf of \(Self.consultants) with vectors built in \(Self.milliseconds(clock.now - start)) ms")
    try measure("with vectors", shelf, budget: .milliseconds(50))
  }

  private func measure(_ name: String, _ shelf: ConsultantShelf, budget: Duration) throws {
    // The hash only breaks ties; the floor of any hash will do here.
    let matcher = Matcher(shelf: shelf) { bytes in
      let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
      return (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }
    let now = try Instant.parse("2027-06-07T08:00:00Z")
    var times: [Duration] = []
    for round in 0..<Self.rounds {
      let request = MatchRequest(text: Self.requests[round % Self.requests.count])
      let start = Self.cpu
      let answer = try matcher.find(request, now: now)
      times.append(Self.cpu - start)
      precondition(answer.results.count == 5)
    }
    times.sort()
    print(
      "match over \(Self.consultants), \(name): median \(Self.milliseconds(times[times.count / 2])) ms, "
        + "slowest \(Self.milliseconds(times[times.count - 1])) ms, budget \(Self.milliseconds(budget)) ms")
    guard times[times.count / 2] <= budget else { throw Missed(subject: "the median of a search \(name)") }
  }

  /// The CPU time of the thread, which other work on the machine does not lengthen.
  private static var cpu: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private static func milliseconds(_ duration: Duration) -> String {
    String(format: "%.2f", Double(duration.components.attoseconds) / 1e15 + Double(duration.components.seconds) * 1e3)
  }

  /// Consultants drawn with a fixed seed: four skills, two industries, a biography of about 40 words each.
  private static func profiles(_ taxonomy: Taxonomy) -> [ConsultantProfile] {
    var state: UInt64 = 1
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let skills = taxonomy.concepts.filter { $0.kind == .skill }
    let industries = taxonomy.concepts.filter { $0.kind == .industry }
    let start = Instant.epoch.adding(.seconds(1_812_355_200)) ?? .epoch
    return (0..<consultants).map { number in
      var profile = ConsultantProfile(id: "consultant-\(number)")
      let own = (0..<4).map { _ in skills[next(skills.count)] }
      let worked = (0..<2).map { _ in industries[next(industries.count)] }
      profile.skills = own.map { SkillLevel($0.id, SkillLevel.Level.allCases[next(4)]) }
      profile.industries = worked.map { IndustryYears($0.id, years: next(12)) }
      profile.text.title = [own[0].label(.english)]
      profile.text.expertise = own.map { $0.label(.english) } + own.map { $0.label(.german) }
      profile.text.biography = [
        (0..<14).map { _ in skills[next(skills.count)].label(.english) }.joined(separator: " and ")
      ]
      profile.languages = next(2) == 0 ? [.german, .english] : [.english]
      profile.prices = [ServicePrice(service: "30-for-30", amount: Int64(2_000 + next(10_000)), currency: "EUR")]
      profile.ratings = Ratings(count: next(40), sum: 0)
      profile.ratings = Ratings(
        count: profile.ratings.count, sum: profile.ratings.count * 4 + next(profile.ratings.count + 1))
      profile.delivery = DeliveryHistory(completed: next(60), failed: next(4))
      profile.freeStarts = (0..<5).compactMap { start.adding(.seconds(Int64(($0 + 1) * 3_600 * (1 + next(60))))) }
        .sorted()
      return profile
    }
  }
}
