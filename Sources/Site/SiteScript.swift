/// The one script of the site. Everything works without it: it counts the minutes of a hold, proposes the browser's zone,
/// shows the price of what is being chosen, and another week without asking for the page anew.
enum SiteScript {
  static let text = """
    const hold = document.getElementById("hold");
    if (hold && hold.dataset.until) {
      const left = hold.querySelector(".hold-left");
      const begun = performance.now();
      const tell = () => {
        const passed = (performance.now() - begun) / 1000;
        const rest = Number(hold.dataset.until) - Number(hold.dataset.now) - passed;
        if (left) left.textContent = rest > 0 ? left.dataset.words.replace("{}", String(Math.ceil(rest / 60))) : "";
        if (rest <= 0) hold.classList.add("is-over");
      };
      tell();
      setInterval(tell, 15000);
    }
    const ask = async (address) => {
      const answer = await fetch(address);
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    };
    const facts = document.querySelector(".flow aside.summary dl");
    if (facts && /\\/(service|time)$/.test(location.pathname)) {
      facts.setAttribute("aria-live", "polite");
      let timer;
      let latest;
      document.addEventListener("change", (event) => {
        const form = event.target.form;
        if (!form || !form.classList.contains("flow-form")) return;
        clearTimeout(timer);
        timer = setTimeout(async () => {
          const chosen = new URLSearchParams(new FormData(form));
          chosen.delete("token");
          chosen.set("preview", "yes");
          const mine = latest = {};
          const page = await ask(`${location.pathname}?${chosen}`).catch(() => null);
          const fresh = page && page.querySelector("aside.summary dl");
          if (fresh && mine === latest) facts.replaceChildren(...fresh.children);
        }, 600);
      });
    }
    const weeks = document.getElementById("weeks");
    if (weeks) {
      const show = async (address, isNew) => {
        const page = await ask(address).catch(() => null);
        const fresh = page && page.getElementById("weeks");
        if (!fresh) return location.assign(address);
        weeks.replaceChildren(...fresh.childNodes);
        if (isNew) history.pushState(null, "", address);
        const title = weeks.querySelector(".week-title");
        if (title) title.focus();
      };
      weeks.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        if (!link || link.pathname !== location.pathname || event.button || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        show(link.href, true);
      });
      addEventListener("popstate", () => show(location.href, false));
    }
    const zone = document.getElementById("zone");
    if (zone && !new URLSearchParams(location.search).has("zone") && zone.dataset.chosen !== "yes") {
      const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
      if (own !== zone.value && [...zone.options].some((option) => option.value === own)) {
        zone.value = own;
        zone.form.submit();
      }
    }
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
    const filters = document.querySelector(".filters-box");
    if (filters && matchMedia("(min-width: 60rem)").matches) filters.open = true;
    const compare = document.getElementById("compare-form");
    if (compare) {
      const boxes = () => [...document.querySelectorAll("input[form=compare-form]")];
      const bound = () => {
        const full = boxes().filter((box) => box.checked).length >= 3;
        for (const box of boxes()) box.disabled = full && !box.checked;
      };
      bound();
      document.addEventListener("change", bound);
    }
    """
}
