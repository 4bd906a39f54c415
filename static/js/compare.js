// The comparison from the keyboard: J goes to the next pair, K to the one before, R brings a lost point back.
(() => {
  "use strict";
  const { $, $$, single } = window.portal;

  document.addEventListener("keydown", (event) => {
    if (!single(event)) return;
    const here = event.target.closest("[data-pair]");
    if (event.code === "KeyR" && !event.shiftKey) {
      // In the list of lost points the first one is meant until another is chosen.
      const place = here || $("[data-lost-view]");
      const button = place && $("[data-restore]", place);
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    const step = { KeyJ: 1, KeyK: -1 }[event.code];
    if (!step) return;
    const pairs = $$("[data-pair]");
    const at = pairs.indexOf(here);
    const next = at < 0 ? pairs[0] : pairs[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "start" });
  });
})();
