/// The style that all pages share.
enum BaseStyle {
  /// Colours, sizes and distances, in the light and in the dark scheme. Everything else names these.
  static let tokens = """
    :root {
      color-scheme: light dark;
      --paper: #faf8f4; --sheet: #ffffff; --sunk: #f1ede5; --ink: #1d1b17; --ink-2: #57524a; --line: #d8d2c6;
      --line-strong: #8a8375; --accent: #0c5a52; --accent-ink: #ffffff; --accent-soft: #dfeeea; --accent-deep: #08423c;
      --warn: #8a4b00; --warn-soft: #fcefd9; --bad: #a3211d; --bad-soft: #fbe6e4; --focus: #b3540a;
      --shadow: 0 1px 2px rgb(40 30 10 / .06), 0 6px 20px rgb(40 30 10 / .05);
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, "Liberation Serif", serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
      --step--1: .875rem; --step-0: 1.0625rem; --step-1: 1.25rem; --step-2: clamp(1.375rem, 1.2rem + .8vw, 1.75rem);
      --step-3: clamp(1.75rem, 1.4rem + 1.5vw, 2.375rem); --step-4: clamp(2.125rem, 1.5rem + 2.9vw, 3.5rem);
      --s1: .25rem; --s2: .5rem; --s3: .75rem; --s4: 1rem; --s5: 1.5rem; --s6: 2rem; --s7: 3rem; --s8: 4.5rem;
      --radius: .625rem; --radius-small: .375rem; --wide: 75rem; --text: 40rem;
      --t0: #e5d7c3; --t1: #cfe0d8; --t2: #d5daee; --t3: #eed5d3; --t4: #e2e3c6; --t5: #dcd2ea; --t6: #cfe1ea; --t7: #efdcc4;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16171a; --sheet: #1e2024; --sunk: #131417; --ink: #ece8e0; --ink-2: #b3ada1; --line: #383a40;
        --line-strong: #84807a; --accent: #7fd0bf; --accent-ink: #06231f; --accent-soft: #1d3834; --accent-deep: #a9e2d5;
        --warn: #f0c07a; --warn-soft: #3a2c15; --bad: #ff9f98; --bad-soft: #43201f; --focus: #ffb765;
        --shadow: 0 1px 2px rgb(0 0 0 / .4);
        --t0: #4b4133; --t1: #2f463d; --t2: #343b56; --t3: #523736; --t4: #434529; --t5: #43395a; --t6: #2d434f; --t7: #543f28;
      }
    }
    """

  /// Type, links, buttons, the head and the foot of every page.
  static let base = """
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--paper);
      color: var(--ink); font: var(--step-0)/1.6 var(--sans); overflow-wrap: break-word; }
    main { flex: 1; width: 100%; }
    main:focus { outline: none; }
    h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.15; margin: 0; text-wrap: balance;
      hyphens: auto; letter-spacing: -.01em; }
    h1 { font-size: var(--step-3); } h2 { font-size: var(--step-2); } h3 { font-size: var(--step-1); }
    p, ul, ol, dl, table { margin: 0; } ul, ol { padding-left: 1.25em; } dd { margin: 0; }
    a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
    a:hover { text-decoration-thickness: 2px; color: var(--accent-deep); }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
    .skip { position: absolute; left: var(--s4); top: -6rem; z-index: 9; padding: var(--s3) var(--s4);
      background: var(--ink); color: var(--paper); border-radius: 0 0 var(--radius-small) var(--radius-small); }
    .skip:focus { top: 0; color: var(--paper); }
    .quiet-words { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    .lede { font-size: var(--step-1); line-height: 1.45; color: var(--ink-2); max-width: 36em; }
    .eyebrow { font-size: var(--step--1); font-weight: 600; letter-spacing: .04em; color: var(--accent); }
    .hint, .facts-more { font-size: var(--step--1); color: var(--ink-2); }
    .link { display: inline-block; padding: var(--s1) 0; }
    .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem;
      padding: .55rem 1.25rem; border: 2px solid var(--accent); border-radius: var(--radius-small);
      background: var(--accent); color: var(--accent-ink); font: 600 var(--step-0)/1.2 var(--sans); text-align: center;
      text-decoration: none; cursor: pointer; }
    .button:hover { background: var(--accent-deep); border-color: var(--accent-deep); color: var(--accent-ink); }
    .button-quiet { background: transparent; color: var(--accent); border-color: var(--line-strong); }
    .button-quiet:hover { background: var(--accent-soft); color: var(--accent-deep); border-color: var(--accent); }
    .button-danger { background: var(--bad); border-color: var(--bad); color: var(--sheet); }
    .button-danger:hover { background: var(--ink); border-color: var(--ink); color: var(--paper); }
    .button-wide { width: 100%; }
    .masthead { border-bottom: 1px solid var(--line); background: var(--sheet); }
    .masthead-inner, .colophon-inner { max-width: var(--wide); margin: 0 auto; padding: var(--s3) var(--s5);
      display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); align-items: center; justify-content: space-between; }
    .wordmark { display: inline-flex; align-items: center; gap: .55rem; font: 600 1.25rem/1 var(--serif);
      color: var(--ink); text-decoration: none; padding: var(--s2) 0; }
    .wordmark:hover { color: var(--accent); }
    .mark { width: 1.15rem; height: 1.15rem; border-radius: 50%; border: .32rem solid var(--accent);
      border-right-color: transparent; transform: rotate(45deg); }
    .masthead-nav { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s5); }
    .nav-link { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--ink); text-decoration: none; }
    .nav-link:hover { text-decoration: underline; }
    .colophon { border-top: 1px solid var(--line); margin-top: var(--s7); color: var(--ink-2); font-size: var(--step--1); }
    .colophon-inner { padding-top: var(--s5); padding-bottom: var(--s6); }
    .colophon p { max-width: 36em; }
    .plain-links { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); }
    .narrow { max-width: var(--wide); margin: 0 auto; padding: var(--s6) var(--s5); } .narrow > * { max-width: 46rem; }
    .narrow > * + * { margin-top: var(--s5); } .narrow > .eyebrow + h1 { margin-top: var(--s2); }
    .prose { max-width: var(--text); } .prose > * + * { margin-top: var(--s4); }
    .section-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline;
      gap: var(--s2) var(--s5); margin-bottom: var(--s5); }
    .crumbs { font-size: var(--step--1); }
    .notice { border-left: .3rem solid var(--warn); background: var(--warn-soft); padding: var(--s3) var(--s4);
      border-radius: 0 var(--radius-small) var(--radius-small) 0; }
    .empty { border: 1px dashed var(--line-strong); border-radius: var(--radius); padding: var(--s6); text-align: center;
      display: grid; gap: var(--s4); justify-items: center; }
    .panel { border: 1px solid var(--line); background: var(--sheet); border-radius: var(--radius); padding: var(--s5);
      display: grid; gap: var(--s2); }
    .panel-title { font: 600 var(--step-1)/1.3 var(--serif); }
    .panel-confirmed { border-left: .4rem solid var(--accent); } .panel-processing { border-left: .4rem solid var(--warn); }
    .reference { font-variant-numeric: tabular-nums; letter-spacing: .03em; }
    """
}
