internal import CEL
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// Named actions of this file that nothing calls: they are read all the same, so that a mistake in them is found before the first use.
  func checkIdleActions(of file: Node) {
    for entry in file["actions"]?.entries ?? [] {
      guard let name = entry.key.text, let action = actions[name], !calledActions.contains(name) else { continue }
      let (machine, transitionPlaces, stepPlaces) = (machine, transitionPlaces, stepPlaces)
      let (signals, openTargets, unreadGuards) = (signals, openTargets, unreadGuards)
      var inner = names
      for parameter in action.parameters { inner = inner.adding("params.\(parameter.name)", parameter.type).names }
      openActions.append(name)
      _ = actions(action.body, inner)
      openActions.removeLast()
      (self.machine, self.transitionPlaces, self.stepPlaces) = (machine, transitionPlaces, stepPlaces)
      (self.signals, self.openTargets, self.unreadGuards) = (signals, openTargets, unreadGuards)
    }
  }
}
