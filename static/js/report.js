// Puts a figure's token where the cursor was in the words of the report; finds one by any part of its name.
(() => {
  "use strict";
  const { $, $$, fire, fold, say, toast } = window.portal;
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-passage]")) last = event.target;
  });

  // ---- the form of all passages waits for boxes that save themselves: it never runs into itself
  const onWay = new Set();
  let waiting = null;
  document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt: box } }) => {
    if (box.matches("[data-save] textarea[data-passage]")) onWay.add(box);
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail: { elt: box, successful } }) => {
    if (!onWay.delete(box)) return;
    if (successful) box.defaultValue = box.dataset.sent;
    if ($$("textarea[data-passage]", box.form).every((one) => one.value === one.defaultValue)) fire(box.form, "portal:saved");
    if (onWay.size || !waiting) return;
    const { target, submitter } = waiting;
    waiting = null;
    // The answer brings the version that is sent next.
    setTimeout(() => target.requestSubmit(submitter));
  });
  document.addEventListener("submit", (event) => {
    if (!onWay.size || !event.target.matches("[data-save]")) return;
    event.preventDefault();
    waiting = event;
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-token]");
    if (!button) return;
    const box = (last?.isConnected && last) || $("textarea[data-passage]");
    if (!box) return toast({ text: "Mở một đoạn trên trang giấy rồi bấm để chèn." });
    const token = button.dataset.token;
    // Tables, charts and whole sentences are lines of their own.
    const alone = /^\{\{(bang|bieu-do):/.test(token) || /\s/.test(token);
    const before = box.value.slice(0, box.selectionStart);
    const words = alone ? `${before && !before.endsWith("\n") ? "\n" : ""}${token}\n` : token;
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    fire(box, "input");
    box.focus();
    say(`Đã chèn ${button.firstElementChild.textContent}`);
  });

  // ---- the list of figures, searched without marks
  const search = $("[data-token-search]");
  if (!search) return;
  search.hidden = false;
  const groups = $$(".rp-tokens", search.closest("section")).map((group) => ({ group, was: group.open }));
  search.addEventListener("input", () => {
    const asked = fold(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { group, was } of groups) {
      const rows = $$("li", group);
      for (const row of rows) row.hidden = !asked.every((word) => fold(row.textContent).includes(word));
      const found = rows.filter((row) => !row.hidden).length;
      group.hidden = !found;
      group.open = asked.length ? found > 0 : was;
      shown += found;
    }
    $("[data-none]").hidden = shown > 0;
    say(`${shown} kết quả`);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    $(".rp-tokens:not([hidden]) li:not([hidden]) button")?.click();
  });
})();
