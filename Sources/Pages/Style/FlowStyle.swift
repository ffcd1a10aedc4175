/// The steps of a booking, and its pages.
enum FlowStyle {
  static let steps = """
    .progress ol { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); counter-reset: step;
      font-size: var(--step--1); }
    .progress li { counter-increment: step; display: inline-flex; align-items: center; color: var(--ink-2); }
    .progress li::before { content: counter(step); display: inline-grid; place-items: center; width: 1.6rem; height: 1.6rem;
      border-radius: 50%; border: 2px solid var(--line-strong); margin-right: .45rem; font-weight: 600;
      font-size: .8125rem; line-height: 1; }
    .progress a { display: inline-flex; align-items: center; min-height: 2.5rem; }
    .progress .now { color: var(--ink); font-weight: 600; }
    .progress .now::before { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
    .progress .past::before { content: "✓"; content: "✓" / ""; border-color: var(--accent); color: var(--accent); }
    .flow-main { min-width: 0; max-width: 44rem; } .flow-main > * + * { margin-top: var(--s5); }
    .flow-main > h1 + .lede { margin-top: var(--s3); }
    .flow-form { display: grid; gap: var(--s5); } .fieldset-group { display: grid; gap: var(--s5); border-top: 1px solid var(--line);
      padding-top: var(--s5); }
    .fieldset-group h2 { font-size: var(--step-1); }
    fieldset { border: 0; padding: 0; margin: 0; min-width: 0; } legend { padding: 0; font-weight: 600; }
    .field { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s1); min-width: 0; align-content: start; }
    .field select { justify-self: start; max-width: 100%; min-width: 0; }
    .field > label { font-weight: 600; } .field > .hint { margin: 0; } fieldset.field > legend + * { margin-top: var(--s2); }
    .field input:not([type=radio], [type=checkbox]), .field textarea { width: 100%; }
    .field input.medium { max-width: 18rem; } .field input.short { max-width: 8rem; }
    .field-row { display: grid; gap: var(--s5); grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); }
    .optional { font-weight: 400; color: var(--ink-2); }
    .is-wrong { border-left: .3rem solid var(--bad); padding-left: var(--s4); }
    .is-wrong input:not([type=radio], [type=checkbox]), .is-wrong select, .is-wrong textarea { border-color: var(--bad); }
    .error { color: var(--bad); font-weight: 600; }
    .error-summary { border: .25rem solid var(--bad); border-radius: var(--radius-small); background: var(--bad-soft);
      padding: var(--s4) var(--s5); }
    .error-summary h2 { font-size: var(--step-1); margin-bottom: var(--s2); }
    .error-summary a { color: var(--bad); font-weight: 600; }
    .choices { display: grid; gap: var(--s2); }
    .choice { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: 0 var(--s3); align-items: start; padding: var(--s2) 0; }
    .choice > .error { grid-column: 1 / -1; }
    .choice input, .compare-box input { width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; accent-color: var(--accent); }
    .choice label { font-weight: 400; padding-top: .02rem; }
    .choice-small { padding: .2rem 0; font-size: var(--step--1); }
    .choice-detail { grid-column: 2; color: var(--ink-2); font-size: var(--step--1); }
    .choices-cards .choice { position: relative; border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--sheet);
      padding: var(--s4); }
    .choices-cards .choice:has(:checked) { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); background: var(--accent-soft); }
    .choices-cards label { font-weight: 600; } .choices-cards label::after { content: ""; position: absolute; inset: 0; cursor: pointer; }
    .choices-cards input { position: relative; z-index: 1; }
    .choice-row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--s4); }
    .choice-price { white-space: nowrap; }
    .flow-acts { display: flex; flex-wrap: wrap; gap: var(--s3) var(--s5); align-items: center; }
    .flow-form .flow-acts { margin-top: var(--s2); }
    .zone-form { display: flex; flex-wrap: wrap; gap: var(--s3); align-items: end; }
    .field-row select { width: 100%; }
    .week-title { font-size: var(--step-1); margin: var(--s5) 0 var(--s4); } .supplier { font-style: normal; margin: var(--s4) 0; }
    .supplier span { display: block; } .copy { font-variant-numeric: tabular-nums; user-select: all; font-weight: 600; }
    .billing { border-top: 1px solid var(--line); padding-top: var(--s4); } .billing-fields { display: grid; gap: var(--s5);
      margin-top: var(--s4); }
    form:has(#invoice):not(:has(#invoice:checked)) .billing-wanted:not(:has(.is-wrong)) { display: none; }
    .parties { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: var(--s5); }
    .party h2 { font: 600 var(--step--1)/1.3 var(--sans); color: var(--ink-2); } .party .supplier { margin: var(--s2) 0 0; }
    .number { white-space: nowrap; }
    .day { border-top: 1px solid var(--line); padding-top: var(--s4); margin-top: var(--s4); }
    .times .day:first-of-type { margin-top: 0; } .day legend { font: 600 var(--step-1)/1.3 var(--serif); float: left; width: 100%;
      margin-bottom: var(--s3); }
    .slots { clear: both; display: grid; gap: var(--s2); grid-template-columns: repeat(auto-fill, minmax(7.25rem, 1fr)); }
    .slots-wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); }
    .slot { position: relative; } .slot input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0;
      cursor: pointer; }
    .slot label { display: grid; justify-items: center; align-content: center; min-height: 2.75rem; height: 100%; padding: .4rem .5rem;
      border: 1px solid var(--line-strong); border-radius: var(--radius-small); background: var(--sheet); text-align: center;
      line-height: 1.25; }
    .slot-time { font-weight: 600; font-variant-numeric: tabular-nums; } .slot-other, .slot-date { font-size: .8125rem; color: var(--ink-2); }
    .slot input:hover + label { border-color: var(--accent); background: var(--accent-soft); }
    .slot input:checked + label { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
    .slot input:checked + label :is(.slot-other, .slot-date) { color: inherit; }
    .slot input:focus-visible + label { outline: 3px solid var(--focus); outline-offset: 2px; }
    .hold { border-radius: var(--radius-small); background: var(--accent-soft); padding: var(--s3) var(--s4); }
    .hold.is-over { background: var(--warn-soft); } .hold-left:empty { display: none; } .hold-left { font-size: var(--step--1); }
    .answers { border-top: 1px solid var(--line); }
    .answer { display: grid; grid-template-columns: minmax(0, 10rem) minmax(0, 1fr) auto; gap: var(--s1) var(--s4); padding: var(--s3) 0;
      border-bottom: 1px solid var(--line); }
    .answer dt { color: var(--ink-2); } .given { white-space: pre-wrap; unicode-bidi: isolate; }
    .price { border-collapse: collapse; width: 100%; margin-top: var(--s3); font-variant-numeric: tabular-nums; }
    .price caption { text-align: left; color: var(--ink-2); font-size: var(--step--1); padding-bottom: var(--s2); }
    .price th, .price td { padding: var(--s2) 0; border-top: 1px solid var(--line); font-weight: 400; text-align: left; }
    .price td { text-align: right; white-space: nowrap; padding-left: var(--s4); }
    .price tfoot th, .price tfoot td { border-top: 2px solid var(--ink); font-weight: 700; font-size: var(--step-1); }
    .flow-main section > h2 + *, .narrow section > h2 + * { margin-top: var(--s3); }
    .flow .pager, .narrow .pager { justify-content: flex-start; }
    .next-steps li + li { margin-top: var(--s2); }
    .status { display: inline-block; padding: .25rem .8rem; border-radius: 2rem; font-weight: 600; font-size: var(--step--1); }
    .status-good { background: var(--accent-soft); color: var(--accent-deep); }
    .status-waiting { background: var(--warn-soft); color: var(--warn); } .status-ended { background: var(--bad-soft); color: var(--bad); }
    .act-list { list-style: none; padding: 0; display: grid; gap: var(--s2); margin-top: var(--s3); }
    @media (max-width: 43.99rem) {
      .progress li span, .progress li a { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); min-height: 0; }
      .progress ol { column-gap: var(--s2); } .progress li::before { margin-right: 0; }
      .masthead-inner, .colophon-inner, .hero-inner, .process, .promises, .band-inner, .results, .profile, .flow, .narrow {
        padding-left: var(--s4); padding-right: var(--s4); }
      .masthead-inner { gap: 0 var(--s3); } .masthead-nav { gap: 0 var(--s4); font-size: var(--step--1); }
      .card, .summary, .comparison { padding: var(--s4); } .answer { grid-template-columns: minmax(0, 1fr) auto; }
      .answer dt { grid-column: 1 / -1; font-size: var(--step--1); } .search-row .button { width: 100%; }
      .copy { font-size: .9rem; } .invoice .price tfoot th, .invoice .price tfoot td { font-size: 1rem; }
      .facts-wide .fact { grid-template-columns: 1fr; gap: 0; } .flow-acts .button { flex: 1 1 auto; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .button, .chip, .card h3 a, .slot label { transition: background-color .12s, border-color .12s, color .12s; }
    }
    @media (forced-colors: active) { .slot input:checked + label { outline: 3px solid; } .mark { border-color: CanvasText; } }
    """

  /// On paper: the facts alone, in black. A receipt is made for it.
  static let print = """
    @media print {
      .masthead-nav, .colophon, .skip, .progress, .flow-acts, .pager, .filters, .toolbar, .compare-form, .button, .hold,
      .search, .quick, .answer-change { display: none; }
      body { background: #fff; color: #000; font-size: 11pt; } .card, .summary, .panel { box-shadow: none; break-inside: avoid; }
      .flow-columns, .profile-columns { display: block; } .summary { margin-top: 1rem; position: static; }
    }
    """
}
