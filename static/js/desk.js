// Opinions beside the paper: 1 to 4 settle the focused one, at the paragraph where the cursor was last.
(() => {
  "use strict";
  const { $, $$, alone, editable, keysOff, settled } = window.portal;
  let paragraph = "";

  const choose = (form, button) => {
    $$("button[name=kind]", form).forEach((one) => { one.ariaPressed = one === button; });
    $("[name=text]", form).focus();
  };
  const chosen = (form) => $("button[aria-pressed=true]", form);

  // ---- the paragraph in which the cursor stands is the one that the answer names
  document.addEventListener("focusin", (event) => {
    const para = event.target.closest?.("[data-paper] [data-para]");
    if (!para) return;
    paragraph = para.id.replace("doan-", "");
    $$("[data-paper] .para.at").forEach((one) => one.classList.remove("at"));
    para.classList.add("at");
  });
  document.addEventListener("mouseup", (event) => {
    const para = event.target.closest?.("[data-paper] [data-para]:not(form)");
    if (para && !event.target.closest("a, button, input")) para.focus({ preventScroll: true });
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches?.("form[data-settle]") && paragraph) event.detail.parameters.set?.("key", paragraph);
  });
  document.addEventListener("submit", (event) => {
    const key = event.target.matches?.("form[data-settle]") && $("[name=key]", event.target);
    if (key && paragraph) key.value = paragraph;
  }, true);

  // ---- keys
  document.addEventListener("keydown", (event) => {
    if (!alone(event)) return;
    const box = event.target.closest?.("[data-opinion]");
    if (!box) return;
    const form = $("form[data-settle]", box);
    if (event.key === "Enter" && form && event.target.name === "text" && chosen(form)) {
      event.preventDefault();
      chosen(form).click();
      return;
    }
    if (editable(event.target) || keysOff() || !form || !["1", "2", "3", "4"].includes(event.key)) return;
    const button = $$("button[name=kind]", form)[Number(event.key) - 1];
    if (button) {
      event.preventDefault();
      choose(form, button);
    }
  });
  // Explaining and accepting a part need words: the first click leads to the line.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("form[data-settle] button[name=kind]");
    if (!button || ["TIEP_THU", "GHI_NHAN"].includes(button.value) || $("[name=text]", button.form).value.trim()) return;
    event.preventDefault();
    choose(button.form, button);
  });

  // After one is settled the next one waits for its key.
  settled((_, event) => {
    if (event.detail.target?.id === "bang" && event.detail.requestConfig?.verb === "post") $("#bang [data-opinion]:has(form)")?.focus();
  });
})();
