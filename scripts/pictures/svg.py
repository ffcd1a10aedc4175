"""Writes SVG: one look for all pictures, for light and dark screens, and an estimate of how wide a text is."""
from xml.sax.saxutils import escape

LARGE = 15  # of a machine's name, in pixels
SIZE = 12  # of a state's name
SMALL = 11  # of all else

STYLE = """
  .page { fill: #ffffff; stroke: #d0d7de }
  .box { fill: #f3f6fa; stroke: #57606a }
  .group { fill: #0969da; fill-opacity: .05; stroke: #57606a; stroke-opacity: .6 }
  .region { fill: none; stroke: #57606a; stroke-opacity: .6; stroke-dasharray: 5 4 }
  .inner { fill: none; stroke: #57606a }
  .lane { stroke: #8c959f; stroke-opacity: .35 }
  .line { fill: none; stroke: #6e7781; stroke-width: 1.2 }
  .timed { stroke-dasharray: 4 3 }
  .event { stroke: #0969da; stroke-width: 1.4; fill: none }
  .mark, .head { fill: #57606a }
  .tip { fill: #0969da }
  text { font-family: Helvetica, Arial, "DejaVu Sans", sans-serif; font-size: 11px; fill: #424a53 }
  .name { font-size: 12px; font-weight: bold; fill: #1f2328 }
  .state { font-weight: bold; fill: #1f2328 }
  .title { font-size: 15px; font-weight: bold; fill: #1f2328 }
  .middle { text-anchor: middle }
  .end { text-anchor: end }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #30363d }
    .box { fill: #1c2128; stroke: #8b949e }
    .group, .region, .inner { stroke: #8b949e }
    .group { fill: #58a6ff }
    .line { stroke: #8b949e }
    .event { stroke: #58a6ff }
    .mark, .head { fill: #9aa4ae }
    .tip { fill: #58a6ff }
    text { fill: #b8c0c8 }
    .name, .state, .title { fill: #f0f3f6 }
  }
"""

NARROW, SLIM, WIDE = set("ijl.,:;|!' "), set('frtI()[]-"/'), set("mwMW@…")


def width(text: str, size: int = SMALL, bold: bool = False) -> float:
    """How wide a text is at most, in the usual sans-serif fonts."""
    usual = [0.68 if c.isupper() else 0.61 for c in text]
    units = [0.33 if c in NARROW else 0.43 if c in SLIM else 0.95 if c in WIDE else w for c, w in zip(text, usual)]
    return sum(units) * size * (1.08 if bold else 1.0)


def fold(words: str, limit: float) -> list[str]:
    """Breaks words into lines of at most that width."""
    lines = [""] if words else []
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer) > limit:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, style: str = "") -> str:
    mark = f' class="{style}"' if style else ""
    return f'<text x="{number(x)}" y="{number(y)}"{mark}>{escape(words)}</text>'


def box(x: float, y: float, w: float, h: float, style: str, round: float = 7) -> str:
    size = f'width="{number(w)}" height="{number(h)}" rx="{number(round)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {size} class="{style}"/>'


def circle(x: float, y: float, r: float, style: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" class="{style}"/>'


def path(points: list[tuple[float, float]], style: str, end: str = "head") -> str:
    """A line through the points, straight along an axis and else curved, with an arrowhead at its end."""
    drawn = f"M{number(points[0][0])} {number(points[0][1])}"
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if abs(x0 - x1) >= 0.05 and y0 != y1:
            middle = number((y0 + y1) / 2)
            drawn += f"C{number(x0)} {middle} {number(x1)} {middle} {number(x1)} {number(y1)}"
        else:
            drawn += f"L{number(x1)} {number(y1)}"
    marker = f' marker-end="url(#{end})"' if end else ""
    return f'<path d="{drawn}" class="{style}"{marker}/>'


def document(w: float, h: float, title: str, description: str, parts: list[str]) -> str:
    arrow = 'viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"'
    marks = "".join(
        f'<marker id="{name}" {arrow} markerUnits="userSpaceOnUse">'
        f'<path d="M0 0.8L8 4L0 7.2Z" class="{name}"/></marker>'
        for name in ("head", "tip")
    )
    size = f'width="{number(w)}" height="{number(h)}" viewBox="0 0 {number(w)} {number(h)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f"<style>{STYLE}</style>",
            f"<defs>{marks}</defs>",
            box(0.5, 0.5, w - 1, h - 1, "page", 8),
            *parts,
            "</svg>",
            "",
        ]
    )
