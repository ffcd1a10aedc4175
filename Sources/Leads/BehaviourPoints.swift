internal import CivilTime

/// Points for what somebody did within the window of the rules. Each kind is bounded, so that no robot and no long
/// evening makes a lead.
struct BehaviourPoints {
  let rules: LeadRules
  let now: Instant

  func parts(_ touchpoints: [Touchpoint]) -> [LeadScore.Part] {
    let window = Int64(rules.windowDays) * 86_400
    var counts = Counts()
    for touchpoint in touchpoints {
      let age = now.seconds - touchpoint.at.seconds
      guard age >= 0, age <= window else { continue }
      counts.add(touchpoint.kind, rules)
    }
    return [
      LeadScore.Part(name: "pageViews", points: min(20, counts.pages)),
      LeadScore.Part(name: "timeOnSite", points: min(15, counts.seconds / 60)),
      LeadScore.Part(name: "downloads", points: min(15, 5 * counts.downloads)),
      LeadScore.Part(name: "mailClicks", points: min(15, 3 * counts.clicks)),
      LeadScore.Part(name: "social", points: min(10, 2 * counts.social)),
      LeadScore.Part(name: "webinars", points: min(10, 10 * counts.webinars)),
      LeadScore.Part(
        name: "consultations", points: counts.consultations == 0 ? 0 : counts.consultations == 1 ? 10 : 15),
    ]
  }

  private struct Counts {
    var pages = 0
    var seconds = 0
    var downloads = 0
    var clicks = 0
    var social = 0
    var webinars = 0
    var consultations = 0

    mutating func add(_ kind: Touchpoint.Kind, _ rules: LeadRules) {
      switch kind {
      case .pageView(let page): pages += rules.pageView[page] ?? 0
      case .timeOnSite(let spent): seconds = min(86_400, seconds + min(86_400, max(0, spent)))
      case .download: downloads += 1
      case .mailClick: clicks += 1
      case .social: social += 1
      case .webinar: webinars += 1
      case .consultationCompleted: consultations += 1
      }
    }
  }
}
