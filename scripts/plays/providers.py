"""The providers of meetings and calendars: half of the plays have them, and they do well, badly or nothing. Whatever they do, the
rules of the play are the same: money and dates depend on none of them."""
from .words import declines, task

MEETING = {"done": {"id": "85001", "url": "https://meet.example/85001", "password": None}}
# No booking that was called off has a link.
RULE = "view.status != 'cancelled' || view.meetingUrl == null"


def lend(plays, draw):
    """The plays of one number, with providers of their own draw: the plays' draws stay as they are."""
    if draw.random() < 0.5:
        return plays
    steps = {
        "meeting.create": draw.choice([
            MEETING, MEETING, MEETING, {"failed": "no_host"}, {"retry": "busy"}, "silent", [{"unknown": "absent"}, MEETING]]),
        "meeting.move": draw.choice([{"done": {}}, {"done": {}}, {"failed": "no_meeting"}, {"failed": "rejected"}, {"retry": "busy"}, "silent"]),
        "meeting.delete": draw.choice([{"done": {}}, {"done": {}}, {"failed": "rejected"}, "silent"]),
        "calendar.put": draw.choice([{"done": {}}, {"failed": "no_calendar"}, {"retry": "busy"}, "silent"]),
        "calendar.delete": draw.choice([{"done": {}}, {"failed": "no_calendar"}, "silent"]),
    }
    switches = {"online_meetings": draw.random() < 0.8, "consultant_calendars": draw.random() < 0.8}
    people = [
        task("task/meeting/link", url=draw.choice(["https://own.example/1", "https://own.example/2", "none"])), declines("task/meeting/link"),
        {"step": "meeting.create", **MEETING, "optional": True}, {"step": "meeting.move", "done": {}, "optional": True},
        {"event": "meeting.supply", "by": "operator", "data": {"url": "https://own.example/3"}}]
    words = [(draw.random(), draw.choice(people)) for _ in range(draw.randrange(0, 4))]
    for play in plays:
        given = dict(play.given)
        given["params"] = {**given.get("params", {}), **switches}
        given["steps"] = {**steps, **given.get("steps", {})}
        consultant = {"host": "h1", "calendar": "carl"}
        given["input"] = {**given.get("input", {}), "consultant": {**given.get("input", {}).get("consultant", {}), **consultant}}
        play.given, play.moves = given, list(play.moves)
        # Not in plays of several bookings, of which the word could mean any.
        for place, word in words if not play.of and not play.exact else []:
            play.moves.insert(1 + int(place * len(play.moves)), word)
        if play.rules:
            play.rules = [*play.rules, RULE]
    return plays
