// Fields: dates, passwords, ambiguous amounts, repeating rows, dropped files, unsaved changes.
(() => {
  "use strict";
  const { $, $$, fire, onParts, say } = window.portal;

  // ---- a date is only rewritten in the form dd/mm/yyyy; whether it exists is told by the server
  function canonicalDate(text) {
    const typed = text.trim();
    let parts = typed.match(/^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})$/);
    if (!parts) parts = typed.match(/^(\d{2})(\d{2})(\d{2}|\d{4})$/);
    if (!parts) return text;
    const year = parts[3].length === 2 ? `20${parts[3]}` : parts[3];
    return `${parts[1].padStart(2, "0")}/${parts[2].padStart(2, "0")}/${year}`;
  }
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("input[data-date]")) event.target.value = canonicalDate(event.target.value);
  });

  document.addEventListener("click", (event) => {
    const show = event.target.closest("[data-show-password]");
    if (show) {
      const field = document.getElementById(show.getAttribute("aria-controls"));
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      show.ariaPressed = shown;
      show.textContent = shown ? "Ẩn" : "Hiện";
      say(shown ? "Mật khẩu đang hiện" : "Mật khẩu đã ẩn");
    }
    const fill = event.target.closest("[data-fill]");
    if (fill) {
      // Without scripts the same button sends its value with the form.
      event.preventDefault();
      const field = document.getElementById(fill.dataset.fill);
      field.value = fill.value;
      fire(field, "input");
      field.focus();
      fill.parentElement.remove();
    }
    const add = event.target.closest("[data-repeat-add]");
    if (add) addRow(add.closest("[data-repeat]"));
  });

  // ---- repeating rows
  function addRow(group) {
    const total = $(`[name="${group.dataset.repeat}-TOTAL_FORMS"]`, group);
    const index = total.value;
    const row = $("template", group).content.firstElementChild.cloneNode(true);
    for (const el of [row, ...$$("*", row)]) {
      for (const { name, value } of [...el.attributes]) {
        if (value.includes("__prefix__")) el.setAttribute(name, value.replaceAll("__prefix__", index));
      }
    }
    total.value = String(Number(index) + 1);
    $("[data-repeat-rows]", group).append(row);
    start(row);
    fire(row, "portal:added");
    $("input:not([type=hidden]), select, textarea", row)?.focus();
  }
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-row-delete]");
    if (box) box.closest("[data-row]").classList.toggle("is-removed", event.target.checked);
  });

  // ---- files dropped on the box
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        const field = $("input[type=file]", zone);
        field.files = event.dataTransfer.files;
        fire(field, "change");
      }
    });
  }

  // ---- the name of the chosen file
  document.addEventListener("change", (event) => {
    const name = $("[data-file-name]", event.target.closest(".file-box") || document.createElement("i"));
    if (name) name.textContent = [...event.target.files].map((file) => file.name).join(", ") || "Chưa chọn tệp";
  });

  // ---- a form on its way is not sent a second time: people double-click
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (form.dataset.onItsWay) event.preventDefault();
    form.dataset.onItsWay = "1";
    setTimeout(() => { delete form.dataset.onItsWay; }, 10000);
  });

  // ---- unsaved changes
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest?.("form[data-save]")) dirty = true; });
  for (const name of ["submit", "portal:saved"]) document.addEventListener(name, () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const ask = $("#hoi-lai");
    if (!dirty || !link || !ask || link.target || link.hasAttribute("download")) return;
    if (link.getAttribute("href").startsWith("#") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask.showModal();
    $("[data-leave]", ask).onclick = () => {
      dirty = false;
      location.href = link.href;
    };
  });

  function start(root) {
    for (const button of $$("[data-show-password], [data-repeat-add]", root)) button.hidden = false;
  }
  onParts(start);
})();
