// The paper of a report: a click opens a passage, a number shows where it comes from, keys go from one to the next.
(() => {
  "use strict";
  const { $, $$, say, settled, single, turn } = window.portal;
  const paper = $("[data-paper]");
  const side = $("#nguon");
  if (!paper) return;
  const figures = () => $$(".vb-figure", paper);
  const codeOf = (figure) => figure.dataset.figure || figure.dataset.number;
  const here = location.pathname.split("/").slice(0, 4).join("/");

  function choose(code) {
    for (const figure of figures()) {
      const on = codeOf(figure) === code;
      figure.classList.toggle("on", on);
      figure.ariaCurrent = on || null;
    }
  }
  if (side) choose(side.dataset.figure);

  // ---- a number shows its source beside the paper; its own page stays one click further
  function show(figure) {
    const code = codeOf(figure);
    choose(code);
    const note = $(`[data-problem="${CSS.escape(code)}"]`);
    if (note) note.scrollIntoView({ block: "nearest" });
    else if ($("#nguon")) window.htmx.ajax("GET", `${here}/so/${encodeURIComponent(code)}/`, { target: "#nguon", swap: "outerHTML" });
  }
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  paper.addEventListener("click", (event) => {
    const figure = event.target.closest(".vb-figure[data-state]");
    if (figure && $("#nguon") && plain(event)) {
      event.preventDefault();
      show(figure);
      return;
    }
    // A click into the words opens them; selecting, links and buttons stay what they are.
    const passage = event.target.closest(".rp-para:not(form)");
    if (!passage || event.target.closest("a, button, summary, details, input, textarea, label") || String(getSelection())) return;
    $("[data-edit]", passage)?.click();
  });

  // An opened passage wants the list of numbers beside it; a number its source. Where the columns stand below
  // each other the source comes up over the paper, and the list when it is asked for: the words stay in view.
  const isNarrow = () => matchMedia("(max-width: 1100px)").matches;
  settled((part) => {
    if (part.matches?.("form.rp-para")) {
      if (!isNarrow()) $("#chen")?.scrollIntoView({ block: "nearest" });
      else if (part.getBoundingClientRect().top < 0) part.scrollIntoView({ block: "start" });
    }
    renumber();
    markPlace();
    if (part.id !== "nguon") return;
    part.classList.toggle("sheet", isNarrow());
    say($("h2", part).textContent);
  });

  // Who opens the talk about a passage wants to say something.
  paper.addEventListener("toggle", ({ target }) => {
    if (target.matches(".rp-talk[open]")) $("textarea", target)?.focus();
  }, true);

  let opener = null;
  function closeSheet(focused) {
    const sheet = $("#chen.sheet, #nguon.sheet");
    if (!sheet) return false;
    sheet.classList.remove("sheet");
    if (focused && opener?.isConnected) opener.focus({ preventScroll: true });
    return true;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-sheet]")) closeSheet(true);
    const asked = event.target.closest("[data-open-insert]");
    if (asked && $("#chen")) {
      event.preventDefault();
      opener = asked;
      $("#nguon")?.classList.remove("sheet");
      $("#chen").classList.add("sheet");
      // Not its field: the keyboard of a phone would cover the list.
      $("#chen").focus({ preventScroll: true });
    }
    // What was chosen stands in the words: they are in view again.
    if (event.target.closest("#chen.sheet [data-token]")) closeSheet(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !$("dialog[open]") && closeSheet(true)) event.preventDefault();
    // ] and [ go to the next and the last problem.
    const step = { "]": 1, "[": -1 }[event.key];
    if (!step || !single(event)) return;
    const problems = $$(".vb-figure:is([data-state='DOI'], [data-state='THIEU']), .vb-gap, .rp-carried", paper);
    if (!problems.length) return say("Không còn chỗ nào cần xem");
    event.preventDefault();
    const next = turn(problems, problems.findIndex((one) => one.matches(".at")), step);
    problems.forEach((one) => one.classList.toggle("at", one === next));
    if (!next.hasAttribute("href")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    if (next.matches(".vb-figure")) show(next);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-passage]")) markPlace();
    if (event.target.matches?.("[data-paper] .vb-figure[data-state]") && event.target.matches(":focus-visible")) show(event.target);
  });
  paper.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".vb-figure[href]") || !plain(event)) return;
    // The link itself: the records of the number.
    event.preventDefault();
    location.href = event.target.href;
  });

  // ---- where the reader is, marked among the headings: the passage that is written while it is in view, else
  // the last one that begins in the upper part of the window
  function markPlace() {
    const isInView = ({ top, bottom }) => bottom > 0 && top < innerHeight;
    const written = $$("form.rp-para", paper).filter((one) => isInView(one.getBoundingClientRect()));
    const typed = written.find((one) => one.contains(document.activeElement)) || written[0];
    const begun = $$(".rp-sec", paper).filter((one) => one.getBoundingClientRect().top < innerHeight * 0.3);
    const here = (typed?.closest(".rp-sec") || begun.at(-1) || $(".rp-sec", paper))?.id;
    for (const link of $$(".rp-toc a[href^='#']")) {
      const was = link.ariaCurrent;
      const on = decodeURIComponent(link.hash.slice(1)) === here;
      link.ariaCurrent = on || null;
      if (on && !was) keepInSight(link);
    }
  }
  // The headings scroll by themselves beside the paper.
  function keepInSight(link) {
    const way = link.closest(".rep-way");
    if (!way || way.scrollHeight <= way.clientHeight) return;
    const from = link.getBoundingClientRect().top - way.getBoundingClientRect().top;
    if (from < 0 || from > way.clientHeight - 40) way.scrollTop += from - way.clientHeight / 2;
  }
  let waits = false;
  addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      markPlace();
    });
  }, { passive: true });
  markPlace();

  // ---- a saved passage has other numbers: those behind it are counted on
  function renumber() {
    const marks = JSON.parse($("#dau-so")?.dataset.marks || "{}");
    for (const figure of figures()) {
      const [number, state] = marks[codeOf(figure)] || [];
      const index = $("sup", figure);
      if (!number || !index) continue;
      index.textContent = number;
      figure.dataset.state = state;
    }
    const [number] = marks[$("#nguon")?.dataset.figure] || [];
    if (number && $("#nguon .opm")) $("#nguon .opm").textContent = `Số ${number}`;
  }
  $(`[id="${CSS.escape(decodeURIComponent(location.hash.slice(1)))}"].rp-sec .rp-para`)?.focus({ preventScroll: true });
})();
