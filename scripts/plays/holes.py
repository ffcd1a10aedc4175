"""Holes that were found once, or are of the same kinds, each planted into a copy of the definitions: a play finds every one."""
import pathlib
import shutil
import tempfile

from . import run

PAGE = pathlib.Path(__file__).with_name("holes.yaml")
BATCH = 20


def planted(hole, folder):
    """A copy of the definitions with the hole in it."""
    workflows = pathlib.Path(folder) / "workflows"
    shutil.copytree(run.TOP / "workflows", workflows)
    for change in hole["changes"]:
        file = workflows / change["file"]
        text = file.read_text()
        if text.count(change["find"]) != 1:
            raise SystemExit(f"play: hole '{hole['hole']}' finds its place {text.count(change['find'])} times in {change['file']}: {change['find']}")
        file.write_text(text.replace(change["find"], change["put"]))
    return workflows


def finding(ctl, workflows, seed, numbers):
    """The number of the first play that breaks a rule; None if none does."""
    plays = {number: run.draw(seed, number) for number in numbers}
    wrong = run.play(ctl, workflows, [each for made in plays.values() for each in made])
    for number, made in plays.items():
        if any(name in wrong for each in made for name in (each.name, each.account)):
            return number
    return None


def find(ctl, text, seed, search):
    import yaml                             # which plain plays do without

    holes = [each for each in yaml.safe_load(PAGE.read_text())["holes"] if text in each["hole"] or text == each["kind"]]
    missed = 0
    if not search:                          # a play that the definitions as they are do not pass finds nothing
        known = [tuple(int(part) for part in hole["play"].split("/")) for hole in holes]
        plays = {each.name: each for seed, number in known for each in run.draw(seed, number)}
        if wrong := run.play(ctl, run.TOP / "workflows", list(plays.values())):
            raise SystemExit(f"play: the definitions as they are break rules: {', '.join(sorted(wrong))}")
    for hole in holes:
        with tempfile.TemporaryDirectory() as folder:
            workflows = planted(hole, folder)
            if search:
                number = None
                numbers = [n for n in range(search) if run.kind(seed, n)[0].__name__.endswith(hole["kind"])]
                for first in range(0, len(numbers), BATCH):
                    number = finding(ctl, workflows, seed, numbers[first:first + BATCH])
                    if number is not None:
                        break
                found = None if number is None else f"{seed}/{number}"
            else:
                known, number = (int(part) for part in hole["play"].split("/"))
                found = hole["play"] if finding(ctl, workflows, known, [number]) is not None else None
        missed += found is None
        print(f"{'found by play ' + found if found else 'NOT FOUND':24} {hole['hole']}", flush=True)
    print(f"{len(holes)} planted holes, {len(holes) - missed} found")
    return 1 if missed else 0
