// The paper of a draft: words counted while they are typed, the paragraphs from the keyboard, what is not saved yet.
(() => {
  "use strict";
  const { $, $$, composing } = window.portal;

  const count = (text) => text.replace(/\[\^\d+\]/g, "").split(/\s+/).filter(Boolean).length;
  const shown = (number) => number.toLocaleString("vi-VN");
  const unsaved = new Set();

  // ---- words as they are typed, in the margin and in the whole
  function recount(form) {
    const words = count($("textarea", form).value);
    const margin = $("[data-count]", form);
    if (margin) margin.textContent = `${shown(words)} từ`;
    const total = $("[data-total]");
    const more = $$("form[data-para]").reduce((sum, each) => sum + count($("textarea", each).value) - Number(each.dataset.words), 0);
    if (total) total.textContent = shown(Number(total.dataset.total) + more);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-para]");
    if (!form) return;
    unsaved.add(form.id);
    recount(form);
  });

  // ---- saving by itself: one quiet line
  const status = (area) => $(".saved", area.closest("form[data-para]"));
  const tell = (area, words) => {
    const line = status(area);
    if (!line) return;
    [...line.childNodes].filter((node) => node.nodeName !== "INPUT").forEach((node) => node.remove());
    line.append(words);
  };
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const area = event.detail.elt;
    if (area.matches("form[data-para] textarea")) {
      area.dataset.sent = area.value;
      tell(area, "Đang lưu…");
    }
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = event.detail;
    if (elt.matches("form[data-para] textarea")) {
      const form = elt.closest("form[data-para]");
      if (successful && elt.dataset.sent === elt.value) unsaved.delete(form.id);
      if (successful) form.dataset.words = String(count(elt.dataset.sent));
      else if (xhr.status !== 409 && xhr.status !== 422) tell(elt, "Chưa gửi được; nội dung còn ở ô này, bấm Lưu đoạn để thử lại.");
    } else if (successful && elt.matches("[data-para], [data-para] a")) unsaved.delete(elt.closest("[data-para]").id);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of unsaved) if (!$(`form#${CSS.escape(id)}`)) unsaved.delete(id);
  });
  // A paragraph that was saved keeps the focus, so that the arrows go on from it.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const paragraph = event.detail.elt;
    if (paragraph.matches?.("[data-para]:not(form)")) setTimeout(() => paragraph.focus({ preventScroll: true }));
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  // ---- Alt and an arrow: the paragraph before or behind, kept open where one was being changed
  document.addEventListener("keydown", (event) => {
    if (composing(event) || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const paragraphs = $$("[data-paper] [data-para]");
    if (!paragraphs.length) return;
    event.preventDefault();
    const here = paragraphs.indexOf(document.activeElement?.closest("[data-para]"));
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = paragraphs[Math.min(Math.max(here + step, 0), paragraphs.length - 1)];
    const from = paragraphs[here];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (from?.matches("form") && from !== next) {
      $("[data-edit]", next)?.click();
      from.requestSubmit();
    }
  });
  // Enter on a paragraph that is read opens it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-para]:not(form)")) $("[data-edit]", event.target)?.click();
  });
  // Ctrl and Enter saves the paragraph that is being changed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || composing(event)) return;
    const form = event.target.closest?.("form[data-para]");
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.requestSubmit();
  }, true);
})();
