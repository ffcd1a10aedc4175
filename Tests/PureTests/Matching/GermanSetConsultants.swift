import Matching

/// The consultants of the German set. All but skills, industries and texts is equal, so that nothing else ranks them.
extension GermanSet {
  static let consultants: [ConsultantProfile] = [
    person(
      "anna", "ai-strategy+ machine-learning ai-governance-", "manufacturing:8", "AI Strategy Advisor",
      "I help manufacturers find where artificial intelligence pays, from first use cases to a roadmap and rules for responsible use."
    ),
    person(
      "bernd", "process-optimization+ lean six-sigma", "automotive:10 mechanical-engineering:6",
      "Berater für schlanke Prozesse",
      "Seit zwanzig Jahren verbessere ich Abläufe in Werken der Automobilindustrie: Rüstzeiten, Materialfluss, kontinuierliche Verbesserung."
    ),
    person(
      "clara", "cloud-migration aws kubernetes finops-", "software-industry:6 fintech:3", "Cloud Architect",
      "I move software companies to AWS and Kubernetes and keep the bill under control."),
    person(
      "david", "cybersecurity+ iso-27001 nis2 penetration-testing- incident-response-", "utilities:5 banking:4",
      "Information Security Consultant",
      "Security management systems, critical infrastructure, penetration tests and help after attacks for utilities and banks."
    ),
    person(
      "eva", "recruiting employer-branding talent-management", "hospitals:6 care:4",
      "Personalberaterin im Gesundheitswesen",
      "Ich helfe Kliniken und Pflegediensten, Mitarbeitende zu gewinnen, zu binden und zu entwickeln."),
    person(
      "frank", "controlling cash-flow turnaround bank-negotiation-", "crafts:5 construction:5",
      "Kaufmännischer Leiter auf Zeit",
      "Liquidität, Kalkulation und Sanierung für Handwerk und Bau; ich begleite Gespräche mit Banken."),
    person(
      "greta", "sustainability-reporting+ carbon-accounting circular-economy", "food:4 textiles:5",
      "Sustainability Consultant",
      "CSRD reports, carbon footprints and circular business for food and fashion companies."),
    person(
      "hans", "sap+ erp data-migration master-data-", "chemicals:9 pharma:3", "SAP Programme Lead",
      "S/4HANA introductions, data migration and master data in chemical and pharmaceutical companies."),
    person(
      "ines", "seo sea content-marketing digital-marketing", "e-commerce:6 tourism:3", "Beraterin für Onlinemarketing",
      "Mehr Sichtbarkeit bei Google, Anzeigen, Inhalte: für Shops, Hotels und Reiseanbieter."),
    person(
      "jan", "b2b-sales lead-generation sales-training crm-", "mechanical-engineering:7 it-services:3",
      "Vertriebstrainer",
      "Vertrieb erklärungsbedürftiger Produkte: Neukunden gewinnen, Großkunden betreuen, Verkäufer schulen."),
    person(
      "katrin", "data-strategy business-intelligence power-bi data-warehouse-", "retail:7 wholesale:2",
      "Data and BI Consultant", "Data strategy, reporting and dashboards with Power BI for retailers."),
    person(
      "lars", "supply-chain+ procurement inventory logistics-", "transport-logistics:8 consumer-goods:3",
      "Supply Chain Expert", "Purchasing, inventory and warehouse planning for logistics companies and consumer goods."),
    person(
      "maria", "change-management+ leadership organizational-development", "insurance:6 public-sector:3",
      "Beraterin für Veränderung und Führung",
      "Ich begleite Versicherungen und Behörden in der Veränderung, entwickle Führungskräfte und Organisationen."),
    person(
      "nils", "agile scrum+ scaled-agile product-management-", "software-industry:7 banking:2", "Agile Coach",
      "Scrum and scaled agile for software teams and banks."),
    person(
      "olga", "digital-transformation paperless-office process-management-", "public-sector:9 municipalities:6",
      "Beraterin für digitale Verwaltung",
      "Ich führe in Städten und Landkreisen die elektronische Akte und digitale Bürgerdienste ein."),
    person(
      "paul", "data-protection+ it-law compliance- contract-law-", "healthcare:4 technology:3",
      "Rechtsanwalt für Datenschutz und IT",
      "Datenschutz in Praxen und Kliniken, Verträge über Software, Prüfung von Webseiten."),
    person(
      "quirin", "generative-ai chatbots rag software-development-", "insurance:2 media:3", "Generative AI Engineer",
      "I build assistants and search over company documents with large language models."),
    person(
      "rita", "ux-design ui-design- product-discovery- accessibility", "e-commerce:4 banking:3", "UX Designer",
      "Usability tests, research and accessible interfaces for shops and banks."),
    person(
      "stefan", "mergers-acquisitions due-diligence business-valuation succession-planning+",
      "crafts:6 mechanical-engineering:3", "Berater für Nachfolge und Unternehmenskauf",
      "Ich begleite die Übergabe von Betrieben, bewerte Firmen und prüfe vor dem Kauf."),
    person(
      "tina", "startup-advice business-plan fundraising public-funding", "startups:6 biotech:2", "Start-up Advisor",
      "From the plan to investors and grants for young companies, many of them in biotech."),
    person(
      "uwe", "energy-efficiency+ renewable-energy e-mobility-", "energy:8 manufacturing:4", "Energieberater",
      "Energieaudits und Photovoltaik für Betriebe, Ladesäulen für Flotten."),
    person(
      "vera", "quality-management+ audits medical-device-regulation", "medical-technology:8",
      "Quality and Regulatory Consultant", "ISO 13485, ISO 9001 and audits for makers of medical devices."),
    person(
      "wolf", "predictive-maintenance iot industry-4 machine-learning-", "manufacturing:7 automotive:3",
      "Industrial IoT Consultant",
      "Sensors, connected machines and models that tell failures early, in car and machine factories."),
    person(
      "xenia", "e-commerce-strategy conversion-optimization marketing-automation-", "e-commerce:7 textiles:3",
      "E-Commerce Consultant", "Online shops for fashion: building them, and making more visitors buy."),
    person(
      "yusuf", "process-automation rpa+ low-code e-invoicing-", "insurance:4 tax-firms:3", "Automation Consultant",
      "Software robots, low-code and electronic invoices for insurers and tax advisors."),
    person(
      "zoe", "project-management+ program-management project-rescue", "construction:4 rail:5", "Projektleiterin",
      "Ich leite und rette Bauprojekte und Programme der Bahn."),
  ]

  /// - Parameter skills: ids of the taxonomy: experts, with `+` thought leaders, with `-` of intermediate level.
  private static func person(
    _ id: String, _ skills: String, _ industries: String, _ title: String, _ biography: String
  ) -> ConsultantProfile {
    let levels = skills.split(separator: " ").map { skill in
      switch skill.last {
      case "+": SkillLevel(String(skill.dropLast()), .thoughtLeader)
      case "-": SkillLevel(String(skill.dropLast()), .intermediate)
      default: SkillLevel(String(skill), .expert)
      }
    }
    let years = industries.split(separator: " ").map { industry in
      let pair = industry.split(separator: ":")
      return IndustryYears(String(pair[0]), years: Int(pair[1]) ?? 0)
    }
    return MatchingSituation.consultant(id, skills: levels, industries: years, title: title, biography: biography)
  }
}
