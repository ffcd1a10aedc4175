import Matching

/// Requests in German with judged answers. The judge read the profiles and wrote down, before any ranking was computed,
/// whom a person who knows all of them would name: 3 for the first to call, 2 for somebody who does it well, 1 for
/// somebody who knows a part of it. Half of the profiles are written in English alone, as the catalogue allows.
enum GermanSet {
  struct Query: Sendable {
    let text: String
    let gains: [String: Int]
  }

  static let queries: [Query] = lines.split(separator: "\n").map { line in
    let parts = line.split(separator: "|")
    var gains: [String: Int] = [:]
    for judgement in parts[1].split(separator: " ") {
      let pair = judgement.split(separator: ":")
      gains[String(pair[0])] = Int(pair[1])
    }
    return Query(text: String(parts[0]), gains: gains)
  }

  private static let lines = """
    Wir wollen künstliche Intelligenz einführen und brauchen einen Fahrplan|anna:3 quirin:1 wolf:1
    KI-Strategie für einen Maschinenbauer|anna:3 wolf:1 quirin:1
    Wie setzen wir die KI-Verordnung der EU um?|anna:3 paul:1
    Chatbot für unseren Kundendienst auf Basis großer Sprachmodelle|quirin:3 anna:1
    Interne Wissenssuche über alle Dokumente mit ChatGPT|quirin:3 anna:1
    Unsere Maschinen fallen zu oft aus, wir möchten vorausschauend warten|wolf:3
    Vorausschauende Instandhaltung in der Fertigung|wolf:3 anna:1
    Sensoren und vernetzte Geräte in der Produktion auswerten|wolf:3
    Industrie 4.0 beim Automobilzulieferer|wolf:3 bernd:1
    Prozessoptimierung in der Produktion|bernd:3 yusuf:1 olga:1
    Schlanke Produktion beim Autozulieferer einführen|bernd:3
    Wir suchen jemanden, der unsere Abläufe verbessert und Verschwendung vermeidet|bernd:3
    Rüstzeiten senken mit Six Sigma|bernd:3
    Umzug in die Cloud mit AWS|clara:3
    Unsere Cloud-Kosten laufen aus dem Ruder|clara:3
    Container-Plattform mit Kubernetes aufbauen|clara:3
    Cloudmigration für ein Softwareunternehmen|clara:3
    Wir wurden Opfer eines Hackerangriffs und brauchen sofort Hilfe|david:3
    Informationssicherheit nach ISO 27001 zertifizieren|david:3 vera:1
    NIS-2-Richtlinie bei den Stadtwerken umsetzen|david:3
    Schwachstellen finden: Penetrationstest für unser Onlinebanking|david:3
    IT-Sicherheit für eine Bank|david:3
    Wir finden keine Pflegekräfte, wie gewinnen wir Personal?|eva:3
    Arbeitgebermarke für ein Krankenhaus|eva:3
    Fachkräftemangel: Personalgewinnung in der Altenpflege|eva:3
    Personalentwicklung und Mitarbeiterbindung|eva:3 maria:1
    Liquiditätsengpass im Handwerksbetrieb|frank:3
    Controlling und Kostenrechnung aufbauen|frank:3
    Sanierung eines Bauunternehmens|frank:3
    Vorbereitung auf das Bankgespräch|frank:3 tina:1
    Nachhaltigkeitsbericht nach CSRD für Lebensmittelhersteller|greta:3
    Klimabilanz berechnen|greta:3 uwe:1
    Kreislaufwirtschaft in der Textilindustrie|greta:3
    Einführung von SAP in der Chemie|hans:3
    Ablösung unserer Warenwirtschaft durch ein neues ERP-System|hans:3
    Stammdaten bereinigen vor der Datenmigration|hans:3 katrin:1
    Suchmaschinenoptimierung für unser Hotel|ines:3
    Mehr Besucher durch Onlinemarketing|ines:3 xenia:1
    Google Ads schalten|ines:3
    Neukundengewinnung im Maschinenbau|jan:3
    Unsere Verkäufer brauchen ein Verkaufstraining|jan:3
    Großkundenbetreuung und Vertriebsstrategie|jan:3
    Power BI Dashboards für den Einzelhandel|katrin:3
    Datenstrategie und Datenqualität im Handel|katrin:3 hans:1
    Berichtswesen automatisieren|katrin:3 yusuf:1
    Lieferkettenoptimierung in der Logistik|lars:3
    Einkauf und Lieferantenmanagement verbessern|lars:3
    Bestände senken im Lager|lars:3
    Veränderungsprozess in einer Versicherung begleiten|maria:3
    Führungskräfteentwicklung in der Verwaltung|maria:3
    Neue Organisationsstruktur nach Wachstum|maria:3
    Scrum einführen in der Softwareentwicklung|nils:3
    Agile Arbeitsweise in mehreren Teams skalieren|nils:3
    Digitalisierung der Stadtverwaltung|olga:3
    Elektronische Akte im Landkreis einführen, papierloses Büro|olga:3
    Datenschutz in der Arztpraxis|paul:3
    Softwarevertrag prüfen lassen|paul:3
    DSGVO-konforme Webseite|paul:3
    Benutzerfreundlichkeit unseres Onlineshops testen|rita:3 xenia:2
    Digitale Barrierefreiheit nach BFSG|rita:3
    Unternehmensnachfolge im Handwerk regeln|stefan:3
    Was ist meine Firma wert? Unternehmensbewertung|stefan:3
    Firmenkauf: Unternehmensprüfung vor der Übernahme|stefan:3
    Businessplan für die Gründung|tina:3
    Fördermittel für ein Start-up aus der Biotechnologie|tina:3
    Investoren finden für unser junges Unternehmen|tina:3
    Energiekosten senken im produzierenden Gewerbe|uwe:3
    Photovoltaik und Ladeinfrastruktur auf dem Firmengelände|uwe:3
    Qualitätsmanagement in der Medizintechnik|vera:3
    Vorbereitung auf das Zertifizierungsaudit nach ISO 9001|vera:3
    Onlineshop aufbauen für Mode|xenia:3 ines:1
    Zu viele Kaufabbrüche: Konversionsoptimierung|xenia:3 rita:1
    Softwareroboter für die Schadenbearbeitung in der Versicherung|yusuf:3
    E-Rechnung einführen in der Steuerkanzlei|yusuf:3
    Automatisierung von Abläufen ohne Programmierung|yusuf:3 bernd:1
    Unser Bauprojekt läuft aus dem Ruder, wir brauchen eine Projektleitung|zoe:3
    Projektportfolio steuern bei den Verkehrsbetrieben|zoe:3
    """
}
