import CEL
import Execution

/// The checks of definitions against mail templates: `email.send` names a template and a language.
enum MailTemplateRules {
  static let rules = StepTemplates { files in
    let folder = MailTemplateFolder(files)
    // Templates with faults of their own are told of first.
    let templates = try? MailTemplates(folder.files)
    return StepTemplates.Offer(
      faults: folder.faults.map(fault), gaps: { [languages = folder.languages] in gaps($0, languages) },
      mismatches: { known, given in
        guard let data = given["data"], let templates else { return [] }
        return mismatches(known, data, templates)
      })
  }

  private static func fault(_ error: TemplateError) -> StepTemplates.Fault {
    StepTemplates.Fault(
      path: MailTemplateFolder.path + error.file, line: error.line, message: "\(error.message) (\(error.code))",
      cure: cures[error.code] ?? "templates/README.md says how a template is written")
  }

  private static let cures = [
    "missing_language": "add the file, or take the template's other versions away",
    "bad_name": "name.language.mail, for example payout.en.mail",
    "missing_subject": "subject: …, an empty line, the body", "unreadable": "save it as UTF-8",
    "too_large": "a template has at most \(MailTemplateFolder.largest) bytes",
  ]

  private static func mismatches(
    _ known: ValueMap, _ given: [String: StepTemplates.Given], _ templates: MailTemplates
  ) -> [StepTemplates.Mismatch] {
    guard let name = known["template"]?.stringValue else { return [] }
    var seen: Set<String> = []
    return templates.faults(of: name, language: known["language"]?.stringValue, given: given).compactMap { found in
      guard seen.insert(found.fault.key).inserted else { return nil }
      let place = "\(MailTemplateFolder.path)\(found.file):\(found.fault.line)"
      return StepTemplates.Mismatch(
        field: "data", key: found.fault.key,
        message: "the mail template '\(name)' prints '\(found.fault.key)' (\(place)): \(found.fault.reason)",
        cure: "give it a value, or put {{#\(found.fault.key)}} … {{/\(found.fault.key)}} around it in the template")
    }
  }

  private static func gaps(_ known: ValueMap, _ offered: [String: Set<String>]) -> [StepTemplates.Gap] {
    guard let template = known["template"]?.stringValue else { return [] }
    guard let languages = offered[template], template != MailTemplateFile.layoutName else {
      return [
        StepTemplates.Gap(
          field: "template", given: template, message: "there is no mail template '\(template)'",
          known: offered.keys.filter { $0 != MailTemplateFile.layoutName }.sorted(),
          cure: "add templates/\(template).\(MailTemplates.fallback).mail")
      ]
    }
    guard let language = known["language"]?.stringValue else { return [] }
    let wanted = MailTemplates.version(for: language)
    if languages.contains(wanted) { return [] }
    return [
      StepTemplates.Gap(
        field: "language", given: language, message: "the mail template '\(template)' is not written in '\(wanted)'",
        known: languages.sorted(), cure: "add templates/\(template).\(wanted).mail")
    ]
  }
}
