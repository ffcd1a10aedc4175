import CEL
import CivilTime
import DaemonSettings
import Execution
import Executors
import Statecharts

/// Checks settings against definitions: the executors whose steps are used, the workflows of collections, and
/// parameters with their types and ranges. A start and a reload use the same checks.
struct DefinitionNames: Sendable {
  let document: SettingsDocument
  let settings: Settings
  /// The steps that the configured executors offer.
  let steps: Set<String>

  func findings(about bundles: [Bundle]) -> [SettingsFinding] {
    executors(bundles)
      + settings.ingress.collections.filter { $0 != IngressSection.holds }.flatMap { collection($0, bundles) }
      + settings.params.flatMap { param($0, bundles) }
  }

  /// Reports executors that lack settings although a workflow uses their steps. A step that only a parameter switches on
  /// counts as used while the parameter is true.
  private func executors(_ bundles: [Bundle]) -> [SettingsFinding] {
    StandardExecutors.configured.compactMap { section, declared in
      let key = "executors.\(section)"
      let lacking = Set(declared.map(\.name)).subtracting(steps)
      for bundle in bundles where !document.isSpoilt(key) {
        let wanted = lacking.subtracting(switchedOff(bundle))
        for machine in bundle.machines {
          guard let step = machine.steps.first(where: { wanted.contains($0.step) })?.step else { continue }
          let switches = bundle.params.filter { $0.steps.contains(step) }.map(\.name).sorted()
          let other = switches.first.map { ", or params: {\($0): false}" } ?? ""
          return document.finding(
            .missingKey, key,
            expected: "the settings of the system that carries out '\(step)', which '\(machine.name)' uses",
            cure: "write executors: {\(section): …}\(other); config/magnetiqd.yaml shows its keys")
        }
      }
      return nil
    }
  }

  /// The steps of a bundle that its parameters switch, and none of them on.
  private func switchedOff(_ bundle: Bundle) -> Set<String> {
    func isOn(_ parameter: Bundle.Parameter) -> Bool {
      let given = settings.params.first { $0.name == parameter.name }
      return (given?.value ?? parameter.value) == true
    }
    let switches = bundle.params.filter { !$0.steps.isEmpty }
    let on = Set(switches.filter(isOn).flatMap(\.steps))
    return Set(switches.flatMap(\.steps)).subtracting(on)
  }

  private func collection(_ collection: IngressSection.Collection, _ bundles: [Bundle]) -> [SettingsFinding] {
    let roots = bundles.map(\.root.name).sorted()
    if roots.contains(collection.workflow) { return [] }
    let key = "ingress.collections.\(collection.name)"
    let member = bundles.first { $0.machineIndex[collection.workflow] != nil }
    let cure =
      member.map { "'\(collection.workflow)' is a member of '\($0.root.name)'; only a root can be started" }
      ?? NearestName.cure(collection.workflow, among: roots)
      ?? "collections: {\(roots.map { "\($0)s: \($0)" }.joined(separator: ", "))}"
    return [
      document.finding(
        .unknownName, key, expected: "a root workflow (\(roots.joined(separator: ", ")))", given: collection.workflow,
        cure: cure)
    ]
  }

  private static let cures: [CELType: String] = [
    .duration: "write 30 seconds as PT30S, 5 minutes as PT5M, 3 days as P3D", .int: "write it without quotes",
    .bool: "write it without quotes",
  ]

  /// The accepted values of a parameter, for messages.
  private static func description(of parameter: Bundle.Parameter) -> String {
    let noun =
      switch parameter.type {
      case .duration: "an ISO 8601 duration"
      case .int: "a whole number"
      case .bool: "true or false"
      default: "a value of type \(parameter.type)"
      }
    func text(_ value: Value) -> String {
      if case .duration(let span) = value { return span.iso8601 }
      return Interpolation.display(value)
    }
    let bounds = [("from", parameter.limits?.min), ("to", parameter.limits?.max)]
      .compactMap { word, bound in bound.map { "\(word) \(text($0))" } }
    return ([noun] + bounds).joined(separator: " ")
  }

  private func param(_ param: ParamOverride, _ bundles: [Bundle]) -> [SettingsFinding] {
    let key = "params.\(param.name)"
    let declared = bundles.flatMap(\.params)
    let same = declared.filter { $0.name == param.name }
    if same.isEmpty {
      let names = Array(Set(declared.map(\.name))).sorted()
      return [
        document.finding(
          .unknownName, key, expected: "a parameter of a workflow", given: param.name,
          cure: NearestName.cure(param.name, among: names)
            ?? (names.isEmpty ? "remove it: no workflow has parameters" : "one of \(names.joined(separator: ", "))"))
      ]
    }
    // Several roots may have a parameter of one name. The value must fit each of them and is reported once.
    for parameter in same {
      do throws(TypeMismatch) {
        _ = try parameter.decode(param.value)
      } catch {
        // The type and the bounds are described in words, because settings are written differently from expressions.
        return [
          document.finding(
            .value, key, expected: Self.description(of: parameter), given: param.text, cure: Self.cures[parameter.type])
        ]
      }
    }
    return []
  }
}

extension ParamOverride {
  /// The value in the file: a whole number, true or false, or text.
  var value: Value {
    if isQuoted { return .string(text) }
    if let number = Int64(text) { return .int(number) }
    return text == "true" || text == "false" ? .bool(text == "true") : .string(text)
  }
}
