// The paper of a draft: words counted while they are typed, the paragraphs from the keyboard, what is not saved yet.
(() => {
  "use strict";
  const { $, $$, arrow, composing, editable, fire, made, settled } = window.portal;

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
    if (!total) return;
    const whole = Number(total.dataset.total) + more;
    total.textContent = shown(whole);
    const verdict = $("[data-verdict]");
    const budget = Number(verdict?.parentElement.dataset.budget);
    if (!budget) return;
    const over = whole - budget;
    verdict.textContent = over > 0 ? `Cần rút thêm ${shown(over)} từ` : `Còn ${shown(-over)} từ`;
    verdict.parentElement.classList.toggle("red", over > 0);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-para]");
    if (!form) return;
    unsaved.add(form.id);
    recount(form);
  });

  // ---- saving by itself: what was sent counts as saved
  document.body.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, target } }) => {
    if (!successful) leave(target);
    else if (elt.matches("form[data-para] textarea")) {
      if (elt.dataset.sent === elt.value) unsaved.delete(elt.form.id);
      elt.form.dataset.words = String(count(elt.dataset.sent));
    } else if (elt.matches("[data-para], [data-para] a")) unsaved.delete(elt.closest("[data-para]").id);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of unsaved) if (!$(`form#${CSS.escape(id)}`)) unsaved.delete(id);
  });

  // ---- what is typed before the box of an opened paragraph is there waits beside it
  const earlyOf = (paragraph) => document.getElementById(`${paragraph.id}-som`);
  document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt, target } }) => {
    if (!elt.matches("[data-edit]")) return;
    const early = Object.assign(made("textarea", "vh"), { id: `${target.id}-som`, ariaLabel: "Lời văn" });
    target.after(early);
    early.focus({ preventScroll: true });
  });
  // No box came: the words are shown.
  function leave(paragraph) {
    const early = earlyOf(paragraph);
    if (early?.value) early.className = "form-control";
    else early?.remove();
  }

  settled((paragraph) => {
    if (!paragraph.matches?.("[data-para]")) return;
    if (!paragraph.matches("form")) {
      leave(paragraph);
      // A paragraph that was saved keeps the focus, so that the arrows go on from it; nobody is called from typing.
      if (!editable(document.activeElement)) setTimeout(() => paragraph.focus({ preventScroll: true }));
      return;
    }
    const early = earlyOf(paragraph);
    const box = $("textarea[data-focus]", paragraph);
    const end = box.value.length;
    // Words are written on, and numbers put in, at the end until the cursor is set.
    if (!box.selectionEnd) box.setRangeText(early?.value || "", end, end, "end");
    if (!early) return;
    if (document.activeElement === early) box.focus();
    if (early.value) fire(box, "input");
    early.remove();
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  // ---- Alt and an arrow: the paragraph before or behind, kept open where one was being changed
  document.addEventListener("keydown", (event) => {
    if (composing(event) || !event.altKey || event.ctrlKey || event.shiftKey || event.metaKey) return;
    if (!arrow(event)) return;
    const paragraphs = $$("[data-paper] [data-para]");
    if (!paragraphs.length) return;
    event.preventDefault();
    const here = paragraphs.indexOf(document.activeElement?.closest("[data-para]"));
    const from = paragraphs[here];
    const next = paragraphs[here + arrow(event)] || from || paragraphs[0];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (from?.matches("form") && from !== next) {
      $("[data-edit]", next)?.click();
      from.requestSubmit();
    }
  });
  // Ctrl and Enter saves the paragraph that is being changed, or sends what is said of it.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing(event)) return;
    if (event.altKey && split(event.target.closest?.("form[data-para]"))) return event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) return;
    const form = event.target.closest?.("form[data-para], .rp-say");
    if (!form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.requestSubmit();
  }, true);

  // ---- cutting a paragraph: an empty line at the cursor, and the page of cutting takes it from there
  function split(form) {
    const link = form && $("[data-split]", form);
    if (!link) return false;
    const area = $("textarea", form);
    const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
    if (before.trim() && after.trim()) area.value = `${before.trimEnd()}\n\n${after.trimStart()}`;
    unsaved.clear();
    form.action = link.href;
    form.submit();
    return true;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-split]");
    if (link && split(link.closest("form"))) event.preventDefault();
  });

  // ---- a paragraph that is read: Enter opens it, Alt Shift and an arrow moves it, Ctrl Z takes its last change back
  document.addEventListener("keydown", (event) => {
    const paragraph = event.target.matches?.("[data-para]:not(form)") && event.target;
    if (!paragraph || composing(event)) return;
    if (event.key === "Enter") $("[data-edit]", paragraph)?.click();
    const moves = { ArrowUp: "len", ArrowDown: "xuong" };
    const act = event.altKey && event.shiftKey ? moves[event.key] : event.ctrlKey && event.key === "z" ? "hoan-tac" : "";
    const button = act && $(`.arrange [value="${act}"]`, paragraph);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  $(`[data-para][id="${CSS.escape(location.hash.slice(1))}"]`)?.focus({ preventScroll: true });

  // ---- pasting from Word: words, numbers of lists and paragraphs stay, its dress does not
  const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, tr, div";
  function plain(html) {
    const bare = html.replace(/<!--\[if [^]*?<!\[endif\]-->|<style[^]*?<\/style>|\sstyle=("[^"]*"|'[^']*')/gi, "");
    const page = new DOMParser().parseFromString(bare, "text/html");
    $$("script, xml, meta, link, title, del", page).forEach((one) => one.remove());
    $$("br", page).forEach((one) => one.replaceWith("\u2028"));
    $$("td + td, th + th", page).forEach((one) => one.prepend("\u2028"));
    $$("ol, ul", page).forEach((list) => [...list.children].forEach((item, place) => {
      if (item.matches("li")) item.prepend(list.matches("ol") ? `${place + Number(list.start || 1)}. ` : "- ");
    }));
    const blocks = $$(BLOCKS, page.body).filter((block) => !$(BLOCKS, block));
    const texts = (blocks.length ? blocks : [page.body]).map((block) => block.textContent
      .replace(/[\s\u00a0]+/g, (gap) => (gap.includes("\u2028") ? "\u2028" : " "))
      .replace(/^[·•§o\uf0b7\uf02d](?= )/, "-").replace(/\u2028/g, "\n").replace(/[\u200b\u00ad\ufeff]/g, "").trim());
    return texts.filter(Boolean).join("\n\n").normalize("NFC");
  }
  document.addEventListener("paste", (event) => {
    const area = event.target.closest?.("form[data-para] textarea, [data-grid] textarea");
    const html = area && event.clipboardData?.getData("text/html");
    if (!html || !/mso|MsoNormal|office:word|<o:p|<(p|li|h\d)\b/i.test(html)) return;
    event.preventDefault();
    area.setRangeText(plain(html), area.selectionStart, area.selectionEnd, "end");
    fire(area, "input");
  });

  // ---- cells of a table: Alt and an arrow goes to the one above or below
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-grid] td");
    if (!cell || composing(event) || !event.altKey || !arrow(event)) return;
    event.preventDefault();
    const row = cell.parentElement;
    const other = arrow(event) < 0 ? row.previousElementSibling : row.nextElementSibling;
    const place = Math.min([...row.children].indexOf(cell), (other?.children.length ?? 0) - 2);
    $("textarea", other?.children[place] ?? cell)?.focus();
  });
})();
