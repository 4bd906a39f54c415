// Meetings from the keyboard: codes become names, Enter makes rows, T and K mark the sentences.
(() => {
  "use strict";
  const { $, $$, alone, arrow, editable, fold, keysOff, say } = window.portal;

  // ---- a typed code is only rewritten to the name it stands for; the server decides
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("input[data-names]") || !field.list) return;
    const typed = fold(field.value).trim();
    const found = typed && [...field.list.options].find((option) => (option.dataset.keys || "").split(" ").includes(typed));
    if (found) field.value = found.value;
  });

  // ---- a meeting on a draft: the program and its version come into sight
  document.addEventListener("change", (event) => {
    const more = event.target.name === "purpose" && event.target.value === "CHO_Y_KIEN" && $(".mt-more", event.target.form);
    if (more) more.open = true;
  });

  // ---- rows: Enter goes to the next row or makes one; Enter in an empty row leaves the table
  const fields = (root) => $$("input:not([type=hidden]), select, textarea, summary, button[type=submit]", root).filter((el) => el.offsetParent);
  const isBlank = (row) => $$("input:not([type=hidden]):not([type=checkbox]), textarea", row).every((el) => !el.value.trim());
  document.addEventListener("keydown", (event) => {
    const group = event.target.closest?.("[data-rows-by-enter]");
    if (!group || event.key !== "Enter" || event.shiftKey || !alone(event)) return;
    if (!editable(event.target)) return;
    event.preventDefault();
    const rows = $$("[data-row]", $("[data-repeat-rows]", group));
    const at = rows.indexOf(event.target.closest("[data-row]"));
    if (isBlank(rows[at])) {
      const inside = fields(group);
      const all = fields(group.closest("form"));
      all[all.indexOf(inside.at(-1)) + 1]?.focus();
    } else if (rows[at + 1]) fields(rows[at + 1])[0].focus();
    else $("[data-repeat-add]", group).click();
  });

  // ---- Enter in a list of the give-out line sends it, as it does in the boxes beside it
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-give-out]");
    if (!form || event.key !== "Enter" || !alone(event)) return;
    if (event.target.tagName === "SELECT" || (event.target.tagName === "TEXTAREA" && !event.shiftKey)) {
      event.preventDefault();
      form.requestSubmit($("button[type=submit]", form));
    }
  });

  // ---- sentences of the conclusion
  const act = (sentence, code) => $(`[data-key="${code}"]`, sentence);
  document.addEventListener("keydown", (event) => {
    if (!alone(event) || editable(event.target)) return;
    const sentence = event.target.closest?.("[data-sentence]");
    if (!sentence || $("dialog[open]")) return;
    if (arrow(event)) {
      const all = $$("[data-sentence]").filter((one) => act(one, "KeyT"));
      const next = all[all.indexOf(sentence) + arrow(event)];
      if (next) {
        event.preventDefault();
        act(next, "KeyT").focus();
      }
    } else if (!keysOff() && !event.shiftKey && (event.code === "KeyT" || event.code === "KeyK")) {
      const button = act(sentence, event.code);
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });

  // After each mark the page comes back to the next sentence that waits: at once, so that no key is lost.
  $("[data-confirm-minutes]")?.focus();
  const waiting = $("[data-key][autofocus]");
  if (waiting) {
    waiting.focus();
    say(`Câu ${$$("[data-sentence]").indexOf(waiting.closest("[data-sentence]")) + 1} chưa đánh dấu`);
  }
})();
