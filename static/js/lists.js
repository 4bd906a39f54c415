// Lists: rows with a roving focus, marking, and the bar for marked rows.
(() => {
  "use strict";
  const { $, $$, alone, keysOff, onParts, rove, say } = window.portal;

  const rows = (table) => $$("tbody tr", table).filter((row) => row.dataset.href || $(".ckc input", row));

  function start() {
    // On a phone only the search box stays in sight until the filters are asked for.
    for (const button of $$("[data-fold][hidden]")) {
      button.hidden = false;
      button.form.classList.add("is-folded");
    }
    for (const table of $$("table[data-rows]")) rows(table).forEach((row, index) => { row.tabIndex = index ? -1 : 0; });
  }

  const focusRow = (row) => rove(row, rows(row.closest("table")));

  function count() {
    const bar = $("[data-bulk]");
    if (!bar) return;
    const marked = $$("table[data-rows] .ckc input:checked").filter((box) => box.closest("tbody"));
    bar.hidden = !marked.length;
    $("[data-count]", bar).textContent = marked.length;
    for (const row of $$("table[data-rows] tbody tr")) row.classList.toggle("sel", Boolean($(".ckc input:checked", row)));
    if (marked.length) say(`Đã chọn ${marked.length} dòng`);
  }

  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) {
      const folded = fold.form.classList.toggle("is-folded");
      fold.lastChild.textContent = folded ? "Bộ lọc" : "Thu gọn";
    }
    if (event.target.closest("[data-unmark]")) {
      for (const box of $$("table[data-rows] .ckc input")) box.checked = false;
      count();
      return;
    }
    const row = event.target.closest("table[data-rows] tbody tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, summary, select") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
    else location.href = row.dataset.href;
  });

  document.addEventListener("change", (event) => {
    const box = event.target.closest("table[data-rows] .ckc input");
    if (!box) return;
    if (box.closest("thead")) for (const other of $$("tbody .ckc input", box.closest("table"))) other.checked = box.checked;
    count();
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target;
    // From the page itself the first arrow goes into the list; the page can still be scrolled from a row.
    if (event.key === "ArrowDown" && !keysOff() && (row === document.body || row.id === "noi-dung") && !$("dialog[open]")) {
      const first = $$("table[data-rows]").flatMap(rows)[0];
      if (first) {
        event.preventDefault();
        focusRow(first);
      }
      return;
    }
    if (!row.matches?.("table[data-rows] tbody tr") || !alone(event)) return;
    const all = rows(row.closest("table"));
    const at = all.indexOf(row);
    const next = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) };
    if (event.key in next) {
      event.preventDefault();
      if (next[event.key]) focusRow(next[event.key]);
    } else if (event.key === "Enter" && row.dataset.href) {
      location.href = row.dataset.href;
    } else if (!keysOff() && event.code === "KeyX") {
      const box = $(".ckc input", row);
      if (box) {
        box.checked = !box.checked;
        count();
      }
    } else if (!keysOff() && event.code === "KeyG" && row.dataset.payment) {
      location.href = row.dataset.payment;
    } else if (event.key === "Escape") $("[data-unmark]")?.click();
  });

  // The search box is sent while typing; its late "change" would throw a reader back to the first page.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-filters] [data-list-search]")) event.stopPropagation();
  }, true);

  // Empty filters stay out of the address, so that a view can be mailed.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { elt, formData } = event.detail;
    if (elt.matches("[data-filters]")) for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  onParts(start);
})();
