// Puts a figure's token where the cursor was in the words of the report; finds one by any part of its name.
(() => {
  "use strict";
  const { $, $$, say, toast } = window.portal;
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-passage]")) last = event.target;
  });
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
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    say(`Đã chèn ${button.firstElementChild.textContent}`);
  });

  // ---- the list of figures, searched without marks
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
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
