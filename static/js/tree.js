// The tree of tasks from the keyboard: arrows move, open and close; Enter shows the task beside the tree.
(() => {
  "use strict";
  const { $, $$, alone, keysOff, rove } = window.portal;
  let left = null;

  const rowsOf = (tree) => $$("tbody tr", tree);
  const levelOf = (row) => Number(row.ariaLevel);
  const isOpen = (row) => row.ariaExpanded === "true";
  const parentOf = (rows, at) => rows.slice(0, at).findLast((row) => levelOf(row) < levelOf(rows[at]));

  // Without this script the table is a plain table with links.
  function start() {
    for (const tree of $$("table[data-tree]")) {
      if (tree.role) continue;
      tree.role = "treegrid";
      const rows = rowsOf(tree);
      for (const row of rows) {
        [, row.ariaLevel] = row.className.match(/\bl([123])\b/);
        if (row.dataset.open) row.ariaExpanded = row.dataset.open;
        row.tabIndex = -1;
      }
      const kept = left && document.getElementById(left);
      (kept && tree.contains(kept) ? kept : rows[0]).tabIndex = 0;
    }
  }

  function focusRow(row) {
    if (row) rove(row, rowsOf(row.closest("table")));
  }

  function openSiblings(rows, at) {
    const siblings = rows.filter((row) => levelOf(row) === levelOf(rows[at]) && parentOf(rows, rows.indexOf(row)) === parentOf(rows, at));
    const closed = siblings.filter((row) => row.dataset.open === "false").map((row) => row.dataset.branch);
    if (!closed.length) return;
    const url = new URL(location.href);
    const folded = (url.searchParams.get("gon") || "").split(",").filter((key) => key && !closed.includes(key));
    url.searchParams.delete("page");
    if (folded.length) url.searchParams.set("gon", folded.join(","));
    else url.searchParams.delete("gon");
    window.htmx.ajax("GET", url.pathname + url.search, { source: $(".tw", rows[at]) });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && left && event.target.closest("#ngan")) focusRow(document.getElementById(left));
    const row = event.target;
    if (!row.matches?.("table[data-tree] tbody tr") || !alone(event)) return;
    const rows = rowsOf(row.closest("table"));
    const at = rows.indexOf(row);
    const branch = $(".tw", row);
    const moves = {
      ArrowDown: () => focusRow(rows[at + 1]),
      ArrowUp: () => focusRow(rows[at - 1]),
      Home: () => focusRow(rows[0]),
      End: () => focusRow(rows.at(-1)),
      ArrowRight: () => {
        if (!branch) return;
        if (isOpen(row)) focusRow(rows[at + 1]);
        else branch.click();
      },
      ArrowLeft: () => {
        if (branch && isOpen(row)) branch.click();
        else focusRow(parentOf(rows, at));
      },
      Enter: () => (branch || $("a.nm", row)).click(),
      "*": () => { if (!keysOff()) openSiblings(rows, at); },
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    left = row.id;
    moves[event.key]();
  });

  start();
  // Before the focus goes back to the row that the answer replaced, the new rows must be able to take it.
  document.body.addEventListener("htmx:afterSwap", start);
})();
