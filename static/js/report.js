// Puts a figure's token where the cursor was in the words of the report; finds one by any part of its name.
(() => {
  "use strict";
  const { $, $$, say, toast } = window.portal;
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-passage]")) last = event.target;
  });

  // ---- a passage saves itself: what went wrong on the way is said where the state of saving stands, and the
  // form of all passages waits for the boxes that are being saved, so that it never runs into itself
  const stored = new WeakMap();
  const onWay = new Set();
  const isBox = (event) => event.detail.elt.matches?.("textarea[data-passage]");
  const asStored = (box) => box.value === (stored.get(box)?.done ?? box.defaultValue);
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!isBox(event)) return;
    onWay.add(event.detail.elt);
    stored.set(event.detail.elt, { ...stored.get(event.detail.elt), sent: event.detail.elt.value });
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isBox(event)) return;
    const { elt: box, successful, xhr } = event.detail;
    const form = box.closest("form");
    onWay.delete(box);
    if (successful) stored.set(box, { done: stored.get(box)?.sent });
    else if (form?.matches("[data-save]") && ![409, 422].includes(xhr.status)) {
      const line = $(box.getAttribute("hx-target"));
      const words = document.createElement("span");
      words.className = "red";
      words.textContent = "Chưa lưu: chưa gửi được tới máy chủ; chữ còn ở trang này, gõ tiếp hoặc bấm Lưu để gửi lại.";
      line?.replaceChildren(...$$("input", line), words);
    }
    if (form?.matches("[data-save]") && $$("textarea[data-passage]", form).every(asStored)) {
      form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
    }
    if (!onWay.size && waiting) {
      const { form: asked, button } = waiting;
      waiting = null;
      // The answer brings the version that is sent next.
      setTimeout(() => asked.requestSubmit(button));
    }
  });
  let waiting = null;
  document.addEventListener("submit", (event) => {
    if (!onWay.size || !event.target.matches("[data-save]")) return;
    event.preventDefault();
    waiting = { form: event.target, button: event.submitter };
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
