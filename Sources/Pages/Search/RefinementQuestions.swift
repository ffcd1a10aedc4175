/// Questions that make a long list shorter: each about something that was not said and that tells those who were found
/// apart. Every answer is a link to the list with one filter more.
struct RefinementQuestions {
  /// So many questions are asked at once, each with so many answers.
  private static let (most, mostAnswers) = (2, 4)
  /// Whoever found so few needs no question.
  private static let few = 4

  struct Question {
    let phrase: Phrase
    let answers: [(label: String, criteria: SearchCriteria, count: Int)]
  }

  let criteria: SearchCriteria
  /// Everybody who passes the filters.
  let found: [ConsultantView]
  let options: FilterOptions
  let language: SiteLanguage

  /// The questions, the most telling first: those whose answers are nearest to halves.
  var questions: [Question] {
    guard found.count > Self.few else { return [] }
    var questions: [Question] = []
    if criteria.skills.isEmpty {
      questions.append(
        ask(.askSkill, options.skills) {
          $0.skills.append($1)
        } _: { one, id in
          one.skills.contains { $0.id == id }
        })
    }
    if criteria.industries.isEmpty {
      questions.append(
        ask(.askIndustry, options.industries) {
          $0.industries.append($1)
        } _: { one, id in
          one.industries.contains { $0.id == id }
        })
    }
    if criteria.languages.isEmpty {
      let languages = options.languages.map { Term(id: $0, label: LanguageNames.name($0, in: language)) }
      questions.append(
        ask(.askLanguage, languages) {
          $0.languages.append($1)
        } _: {
          $0.languages.contains($1)
        })
    }
    if criteria.service == nil {
      questions.append(
        ask(.askService, options.services) {
          $0.service = $1
        } _: { one, id in
          one.offers.contains { $0.service == id }
        })
    }
    if criteria.meetings.isEmpty {
      let kinds = SearchCriteria.meetingTypes.map { Term(id: $0, label: language(MeetingWords.phrase($0))) }
      questions.append(
        ask(.askMeeting, kinds) {
          $0.meetings.append($1)
        } _: {
          $0.meetingTypes.contains($1)
        })
    }
    return Array(questions.filter { $0.answers.count > 1 }.sorted { distance($0) < distance($1) }.prefix(Self.most))
  }

  /// An answer that nobody or everybody fits tells nothing.
  private func ask(
    _ phrase: Phrase, _ terms: [Term], _ change: (inout SearchCriteria, String) -> Void,
    _ fits: (ConsultantView, String) -> Bool
  ) -> Question {
    var answers: [(label: String, criteria: SearchCriteria, count: Int)] = []
    for term in terms {
      let count = found.count { fits($0, term.id) }
      guard count > 0, count < found.count else { continue }
      var changed = criteria
      change(&changed, term.id)
      changed.page = 1
      answers.append((term.label, changed, count))
    }
    answers.sort { ($1.count, $0.label) < ($0.count, $1.label) }
    return Question(phrase: phrase, answers: Array(answers.prefix(Self.mostAnswers)))
  }

  /// How far the best answer is from a half of those who were found.
  private func distance(_ question: Question) -> Int {
    question.answers.map { abs(2 * $0.count - found.count) }.min() ?? .max
  }

  var html: HTML {
    let questions = questions
    guard !questions.isEmpty else { return .empty }
    return element("section", .class("refine"), .labelled(by: "refine")) {
      element("h2", .id("refine"), .class("refine-title")) { language(.refineTitle) }
      for question in questions {
        div("refine-question") {
          p("refine-words") { language(question.phrase) }
          element("ul", .class("quick-list")) {
            for answer in question.answers {
              li {
                element("a", .class("chip"), .href(SitePath(language, "consultants", query: answer.criteria.query))) {
                  answer.label
                  span("count") { String(answer.count) }
                }
              }
            }
          }
        }
      }
    }
  }
}
