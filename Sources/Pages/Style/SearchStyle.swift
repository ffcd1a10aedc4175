/// The first page, lists and profiles.
enum SearchStyle {
  static let text = """
    .hero { background: linear-gradient(var(--sheet), var(--paper)); border-bottom: 1px solid var(--line); }
    .hero-inner { max-width: var(--wide); margin: 0 auto; padding: clamp(2rem, 6vw, 5rem) var(--s5) var(--s7); }
    .hero h1 { font-size: var(--step-4); line-height: 1.06; max-width: 17em; margin: var(--s3) 0 var(--s4);
      letter-spacing: -.022em; }
    .hero .search { margin-top: var(--s6); max-width: 46rem; }
    .search-label { display: block; font-weight: 600; margin-bottom: var(--s2); }
    .search-row { display: flex; flex-wrap: wrap; gap: var(--s2); }
    .search-row input { flex: 1 1 16rem; min-width: 0; }
    .search-row .button { flex: 0 1 auto; min-height: 3.25rem; }
    input, select, textarea { font: inherit; color: inherit; background: var(--sheet); border: 2px solid var(--line-strong);
      border-radius: var(--radius-small); padding: .55rem .75rem; min-height: 2.75rem; max-width: 100%; }
    .search-row input { min-height: 3.25rem; }
    input::placeholder { color: var(--ink-2); opacity: 1; }
    .quick { margin-top: var(--s5); display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--s2) var(--s3); }
    .quick-title { font-size: var(--step--1); color: var(--ink-2); }
    .quick ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: var(--s2); }
    .chip { display: inline-flex; align-items: center; min-height: 2.5rem; padding: .2rem .95rem; border-radius: 2rem;
      border: 1px solid var(--line-strong); color: var(--ink); text-decoration: none; background: var(--sheet);
      font-size: var(--step--1); }
    .chip:hover { border-color: var(--accent); background: var(--accent-soft); color: var(--accent-deep); }
    .trust { list-style: none; padding: var(--s5) 0 0; margin-top: var(--s6); border-top: 1px solid var(--line);
      display: flex; flex-wrap: wrap; gap: var(--s4) var(--s7); }
    .trust li { display: grid; } .trust strong { font: 600 var(--step-2)/1.2 var(--serif); font-variant-numeric: lining-nums; }
    .trust span { color: var(--ink-2); font-size: var(--step--1); }
    .logos, .voices { max-width: var(--wide); margin: 0 auto; padding: var(--s6) var(--s5) 0; } .voices { padding-top: var(--s7); }
    .logos-title, .best-title { font: 600 var(--step--1)/1.3 var(--sans); color: var(--ink-2); }
    .logo-list { list-style: none; padding: 0; margin-top: var(--s4); display: flex; flex-wrap: wrap; gap: var(--s4) var(--s6);
      align-items: center; } .logo-list li { background: #fff; border-radius: var(--radius-small); padding: var(--s2) var(--s3); }
    .logo-list img { display: block; height: 2.25rem; width: auto; max-width: 11rem; }
    .voice-list { display: grid; gap: var(--s5); margin-top: var(--s5);
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
    .voice { margin: 0; display: grid; gap: var(--s4); align-content: space-between; border-left: 3px solid var(--accent);
      padding-left: var(--s5); max-width: 40rem; }
    .voice blockquote { margin: 0; font: 400 var(--step-1)/1.45 var(--serif); overflow-wrap: anywhere; }
    .voice figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--s3); font-size: var(--step--1); }
    .voice figcaption .link { font-size: inherit; padding: 0; min-height: 0; }
    .voice-name { font-weight: 600; } .voice-more, .best-more { color: var(--ink-2); }
    .best { margin-top: var(--s6); } .best-list { list-style: none; padding: 0; margin-top: var(--s3); display: flex; flex-wrap: wrap;
      gap: var(--s3) var(--s6); } .best-list li { display: grid; } .best-more { font-size: var(--step--1); }
    .process, .promises, .band-inner { max-width: var(--wide); margin: 0 auto; padding: var(--s7) var(--s5); }
    .process-steps { list-style: none; padding: 0; margin-top: var(--s5); display: grid; gap: var(--s5) var(--s6);
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); counter-reset: step; }
    .process-steps li { counter-increment: step; border-top: 2px solid var(--ink); padding-top: var(--s4); }
    .process-steps li::before { content: counter(step); font: 600 var(--step-2)/1 var(--serif); color: var(--accent); }
    .process-steps h3 { margin: var(--s2) 0; }
    .process-steps p, .promise p { color: var(--ink-2); }
    .band { background: var(--sunk); border-block: 1px solid var(--line); }
    .promise-list { display: grid; gap: var(--s5) var(--s6); margin-top: var(--s5);
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
    .promise h3 { margin-bottom: var(--s2); }
    .grid { display: grid; gap: var(--s5); grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
    .card { display: flex; flex-direction: column; gap: var(--s3); background: var(--sheet); border: 1px solid var(--line);
      border-radius: var(--radius); padding: var(--s5); box-shadow: var(--shadow); min-width: 0; }
    .card-head, .summary-who { display: flex; gap: var(--s4); align-items: center; }
    .card-who { min-width: 0; }
    .card h3 a { color: var(--ink); text-decoration: none; } .card h3 a:hover { color: var(--accent); text-decoration: underline; }
    .card-title { color: var(--ink-2); font-size: var(--step--1); }
    .card-bio { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; line-clamp: 3; overflow: hidden; }
    .card-reason { font-size: var(--step--1); color: var(--accent-deep); background: var(--accent-soft);
      border-radius: var(--radius-small); padding: var(--s2) var(--s3); }
    .card-facts { margin-top: auto; padding-top: var(--s3); border-top: 1px solid var(--line); }
    .card-foot { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: center; justify-content: space-between; }
    .portrait { flex: none; display: grid; place-items: center; width: 3.25rem; height: 3.25rem; border-radius: 50%;
      font: 600 1.1rem/1 var(--serif); color: var(--ink); }
    .portrait-large { width: 6.5rem; height: 6.5rem; font-size: 2.1rem; }
    .tint-0 { background: var(--t0); } .tint-1 { background: var(--t1); } .tint-2 { background: var(--t2); }
    .tint-3 { background: var(--t3); } .tint-4 { background: var(--t4); } .tint-5 { background: var(--t5); }
    .tint-6 { background: var(--t6); } .tint-7 { background: var(--t7); }
    .card-rating { font-size: var(--step--1); font-weight: 600; }
    .refine { background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--s4) var(--s5);
      margin-bottom: var(--s5); display: grid; gap: var(--s4); }
    .refine-title { font-size: var(--step-1); } .refine-words { margin-bottom: var(--s2); }
    .quick-list { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: var(--s2); }
    .tags { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: var(--s1) var(--s2); }
    .tag { font-size: var(--step--1); line-height: 1.3; padding: .2rem .6rem; border: 1px solid var(--line);
      border-radius: var(--radius-small); background: var(--sunk); }
    .tag-strong { border-color: var(--accent); }
    .facts { display: grid; gap: var(--s2); } .fact { display: grid; grid-template-columns: 7.5rem 1fr; gap: var(--s3); }
    .fact dt { color: var(--ink-2); font-size: var(--step--1); padding-top: .1em; }
    .facts-more { display: block; }
    .facts-wide .fact { grid-template-columns: minmax(7.5rem, 13rem) 1fr; padding: var(--s3) 0; border-bottom: 1px solid var(--line); }
    .facts-wide { gap: 0; }
    .results { max-width: var(--wide); margin: 0 auto; padding: var(--s5); }
    .results-search { max-width: 46rem; padding-bottom: var(--s6); }
    .results-columns { display: grid; gap: var(--s5) var(--s6); }
    .results-title { font-size: var(--step-2); }
    .filters-box { border: 1px solid var(--line); border-radius: var(--radius); background: var(--sheet); }
    .filters-summary { padding: var(--s3) var(--s4); font-weight: 600; cursor: pointer; min-height: 2.75rem; }
    .filters form { padding: 0 var(--s4) var(--s4); display: grid; gap: var(--s4); }
    .filters .field + .field { margin-top: 0; } .filters select { width: 100%; }
    .filters-acts { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: center; }
    .count { display: inline-block; margin-left: .5em; min-width: 1.5em; padding: 0 .4em; border-radius: 1em;
      background: var(--accent); color: var(--accent-ink); text-align: center; font-size: var(--step--1); }
    .toolbar { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); }
    .switches { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0 var(--s4); }
    .switch { display: inline-flex; align-items: center; min-height: 2.5rem; color: var(--ink-2); text-decoration: none;
      font-size: var(--step--1); border-bottom: 2px solid transparent; }
    .switch:hover { color: var(--ink); border-color: var(--line-strong); }
    .switch[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
    .grid-list { grid-template-columns: 1fr; }
    .compare-form { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: var(--s3); align-items: center; }
    .compare-box { display: inline-flex; align-items: center; gap: var(--s2); font-size: var(--step--1); min-height: 2.75rem; }
    .comparison { border: 1px solid var(--line); border-radius: var(--radius); background: var(--sheet); padding: var(--s5);
      margin-bottom: var(--s5); min-width: 0; }
    .table-scroll { overflow-x: auto; } .results-main { min-width: 0; }
    .comparison table { border-collapse: collapse; width: 100%; min-width: 32rem; font-size: var(--step--1); }
    .comparison th, .comparison td { text-align: left; vertical-align: top; padding: var(--s3) var(--s3) var(--s3) 0;
      border-top: 1px solid var(--line); }
    .comparison thead th, .comparison thead td { border-top: 0; font: 600 var(--step-0)/1.3 var(--serif); }
    .comparison tbody th { font-weight: 400; color: var(--ink-2); width: 9rem; }
    .pager { display: flex; flex-wrap: wrap; gap: var(--s3); align-items: center; justify-content: center; margin-top: var(--s6); }
    .profile, .flow { max-width: var(--wide); margin: 0 auto; padding: var(--s5); }
    .profile-columns, .flow-columns { display: grid; gap: var(--s6); margin-top: var(--s5); }
    .profile-head { display: flex; flex-wrap: wrap; gap: var(--s5); align-items: center; }
    .profile-main { display: grid; gap: var(--s6); align-content: start; min-width: 0; }
    .profile-main section > h2 { margin-bottom: var(--s3); }
    .verified { color: var(--accent); font-weight: 600; font-size: var(--step--1); margin-top: var(--s2); }
    .verified::before { content: "✓ "; content: "✓ " / ""; }
    .summary { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--s5);
      display: grid; gap: var(--s4); align-content: start; align-self: start; box-shadow: var(--shadow); }
    .summary h2 { font-size: var(--step-1); } .summary-name { font: 600 var(--step-0)/1.3 var(--serif); }
    .summary .fact { grid-template-columns: 1fr; gap: 0; }
    .service-list { display: grid; gap: var(--s4); }
    .service { border-top: 1px solid var(--line); padding-top: var(--s4); display: grid; gap: var(--s2); }
    .service-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--s1) var(--s5); align-items: baseline; }
    .service-price { font-weight: 600; white-space: nowrap; } .service-length { font-size: var(--step--1); color: var(--ink-2); }
    .ticks { list-style: none; padding: 0; display: grid; gap: var(--s1); }
    .ticks li { padding-left: 1.6em; position: relative; }
    .ticks li::before { content: "✓"; content: "✓" / ""; position: absolute; left: 0; color: var(--accent); font-weight: 700; }
    .service .book-form { margin-top: var(--s2); }
    @media (min-width: 60rem) {
      .results-columns { grid-template-columns: 17rem minmax(0, 1fr); }
      .profile-columns, .flow-columns { grid-template-columns: minmax(0, 1fr) 21rem; gap: var(--s7); }
      .summary { position: sticky; top: var(--s5); }
    }
    @media (min-width: 44rem) {
      .grid-list .card { display: grid; grid-template-columns: 14rem minmax(0, 1fr) 13rem; gap: var(--s3) var(--s5);
        grid-template-areas: "head bio facts" "tags reason facts" "foot foot foot"; grid-template-rows: auto 1fr auto; align-items: start; }
      .grid-list .card-head { grid-area: head; } .grid-list .tags { grid-area: tags; } .grid-list .card-bio { grid-area: bio; }
      .grid-list .card-reason { grid-area: reason; } .grid-list .card-foot { grid-area: foot; }
      .grid-list .card-facts { grid-area: facts; border: 0; padding: 0; margin: 0; }
      .grid-list .card-facts .fact { grid-template-columns: 1fr; gap: 0; }
    }
    """
}
