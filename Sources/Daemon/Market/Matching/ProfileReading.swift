import Availability
import CivilTime
import Marketplace
import Matching
import Storage

/// Consultants of the catalogue as a search sees them: texts, skills, prices, and when they are free next.
struct ProfileReading {
  /// The earliest few are enough for the score; a consultant who has none scores nothing for availability.
  private static let mostStarts = 20

  let catalogue: Catalogue
  let now: Instant

  func profiles(_ reader: any StoreReader) throws(StoreError) -> [ConsultantProfile] {
    let starts = EarliestStarts(catalogue: catalogue, now: now, most: Self.mostStarts)
    var profiles: [ConsultantProfile] = []
    for (slug, entry) in catalogue.consultants where entry.consultant.life.isShown {
      var profile = profile(slug, entry.consultant)
      profile.freeStarts = try starts.of(slug, entry.consultant, reader)
      profiles.append(profile)
    }
    return profiles
  }

  private func profile(_ slug: String, _ consultant: Consultant) -> ConsultantProfile {
    var profile = ConsultantProfile(id: slug)
    profile.isPublished = consultant.life.isShown
    profile.isAccepting = consultant.isAccepting && consultant.life == .published
    profile.text.title = consultant.title.texts.sorted { $0.key < $1.key }.map(\.value)
    profile.text.expertise = consultant.expertise.map { Self.words($0.skill) }
    profile.text.biography = consultant.biography.texts.sorted { $0.key < $1.key }.map(\.value)
    profile.text.certifications = consultant.certificates.filter(\.isVerified).map(\.name)
    profile.skills = consultant.expertise.compactMap { skill in
      SkillLevel.Level(rawValue: skill.level.rawValue).map { SkillLevel(skill.skill, $0) }
    }
    let experience = consultant.experience
    profile.text.specializations = experience.specializations
    profile.text.keywordTags = experience.keywords
    profile.text.problemSolvingAreas = experience.problems
    profile.industries = consultant.industries.map { industry in
      IndustryYears(industry, years: experience.industryYears[industry] ?? 0)
    }
    profile.yearsOfExperience = experience.years
    profile.styles = experience.styles.compactMap { CommunicationStyle(rawValue: $0.rawValue) }
    if !experience.meetings.isEmpty {
      profile.meetingTypes = Set(experience.meetings.compactMap { MeetingType(rawValue: $0.rawValue) })
    }
    profile.ratings = Ratings(count: experience.reviews.count, sum: experience.reviews.stars)
    profile.delivery = DeliveryHistory(
      completed: experience.record.completed, failed: experience.record.failed,
      completedEver: experience.record.completedEver)
    profile.verification = Set(experience.checks.compactMap { Verification(rawValue: $0.rawValue) })
    profile.testimonials = experience.testimonials.map {
      Testimonial(id: $0.id, rating: $0.rating, industry: $0.industry, skill: $0.skill)
    }
    profile.languages = consultant.languages.compactMap { Language(rawValue: $0) }
    profile.prices = consultant.offers.compactMap { offer in
      catalogue.offer(slug, offer.service).map {
        ServicePrice(service: offer.service, amount: $0.base, currency: consultant.currency)
      }
    }
    if consultant.identity == .verified { profile.verification.insert(.identity) }
    if consultant.certificates.contains(where: \.isVerified) { profile.verification.insert(.certification) }
    return profile
  }

  /// A skill's id as words: `data-engineering`.
  private static func words(_ id: String) -> String {
    String(id.map { $0 == "-" || $0 == "_" ? " " : $0 })
  }
}
