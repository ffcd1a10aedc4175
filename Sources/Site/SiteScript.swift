/// The one script of the site. Everything works without it: it counts the minutes of a hold, and proposes the browser's zone.
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
