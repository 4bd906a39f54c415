// The comparison from the keyboard: J goes to the next pair, K to the one before.
(() => {
  "use strict";
  const { $, $$, editable, composing, keysOff } = window.portal;

  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (editable(event.target) || $("dialog[open]") || keysOff()) return;
    const step = { KeyJ: 1, KeyK: -1 }[event.code];
    if (!step) return;
    const pairs = $$("[data-pair]");
    const at = pairs.indexOf(event.target.closest("[data-pair]"));
    const next = at < 0 ? pairs[0] : pairs[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "start" });
  });
})();
