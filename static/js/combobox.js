// A select with data-combobox becomes an input with suggestions; the select stays and is what the form sends.
// data-combobox-url: asked with ?q=, answers <li role="option" data-value="12">…</li> items.
// data-combobox-add: receives POST name=…, answers one such item.
(() => {
  "use strict";
  const { $, $$, arrow, composing, fire, fold, made, onParts, say, turn } = window.portal;
  // Names that begin so, then the words in a row, then the beginnings of words, then letters anywhere.
  function rank(words, typed) {
    const name = words.trim();
    if (name.startsWith(typed.join(" "))) return 0;
    if (` ${name}`.includes(` ${typed.join(" ")}`)) return 1;
    return typed.every((word) => ` ${name}`.includes(` ${word}`)) ? 2 : 3;
  }
  let count = 0;

  function enhance(select) {
    if (select.multiple || select.classList.contains("is-enhanced")) return;
    const { comboboxUrl: url, comboboxAdd: addUrl, comboboxNoun: noun = "mục" } = select.dataset;
    const label = $(`label[for="${select.id}"]`);
    const id = `combo-${++count}`;
    const input = made("input", select.className.replace("form-select", "form-control"));
    const list = made("ul", "combo-list");
    Object.assign(input, { id: `${select.id}-go`, autocomplete: "off", spellcheck: false, role: "combobox", ariaAutoComplete: "list", ariaExpanded: false });
    input.setAttribute("aria-controls", id);
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"])
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    Object.assign(list, { id, hidden: true, role: "listbox", ariaLabel: label ? label.textContent.trim() : noun });
    if (label) label.htmlFor = input.id;
    select.classList.add("is-enhanced");
    const note = made("span", "meta combo-note");
    note.ariaHidden = true;
    select.after(input, list, note);
    $$(`a[href="#${select.id}"]`).forEach((link) => { link.href = `#${input.id}`; });

    // What is typed is settled once its suggestions stand in the list.
    let settled = true;
    const chosen = () => (select.value ? select.selectedOptions[0]?.textContent.trim() || "" : "");
    input.value = chosen();
    let timer = 0;
    let asked = 0;

    const options = () => $$("[role=option]", list);
    const current = () => $("[aria-selected=true]", list);
    function mark(option) {
      if (current()) current().ariaSelected = false;
      option.ariaSelected = true;
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
    function close() {
      list.hidden = true;
      input.ariaExpanded = false;
      input.removeAttribute("aria-activedescendant");
    }
    function show(items) {
      list.replaceChildren(...items);
      const typed = input.value.trim();
      if (addUrl && typed.length > 1 && !items.some((item) => fold(item.dataset.text || item.textContent) === fold(typed))) {
        const add = item("", `Thêm ${noun} “${typed}”`);
        add.classList.add("add");
        add.dataset.add = typed;
        list.append(add);
      }
      if (!list.children.length) list.append(made("li", "none", "Không thấy; thử ít chữ hơn"));
      options().forEach((option, index) => { option.id = `${id}-${index}`; });
      list.hidden = false;
      input.ariaExpanded = true;
      settled = true;
      say(`${items.length} gợi ý`);
      if (options().length) mark(options()[0]);
    }
    function item(value, text) {
      const li = made("li", "", text);
      li.role = "option";
      li.dataset.value = value;
      return li;
    }
    function parse(html) {
      const box = document.createElement("template");
      box.innerHTML = html;
      return $$("[role=option]", box.content);
    }
    async function suggest() {
      const term = input.value.trim();
      if (!url) {
        const typed = fold(term).split(/\s+/).filter(Boolean);
        const words = (option) => fold(`${option.textContent} ${option.dataset.alias || ""}`).replace(/\s+/g, " ");
        const found = [...select.options]
          .filter((option) => option.value && typed.every((word) => words(option).includes(word)))
          .map((option, index) => ({ option, index, rank: rank(words(option), typed) }))
          .sort((a, b) => a.rank - b.rank || a.index - b.index)
          .map(({ option }) => option);
        show(found.slice(0, 40).map((o) => item(o.value, o.textContent.trim())));
      } else if (term.length >= 2) {
        const turn = ++asked;
        const address = new URL(url, location.href);
        address.searchParams.set("q", term);
        const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
        if (answer?.ok && turn === asked) show(parse(await answer.text()));
      } else close();
    }
    function told(words) {
      note.textContent = words;
      say(words);
    }
    async function choose(option) {
      if (option.dataset.add) {
        const body = new URLSearchParams({ name: option.dataset.add, csrfmiddlewaretoken: $("input[name=csrfmiddlewaretoken]").value });
        const answer = await fetch(addUrl, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
        const [added] = answer?.ok ? parse(await answer.text()) : [];
        if (!added) {
          told("Chưa thêm được; nội dung vẫn còn trong ô. Thử lại sau ít phút.");
          return;
        }
        option = added;
        told(`Đã thêm ${noun} vào danh mục.`);
      }
      const { value, text = option.textContent.trim() } = option.dataset;
      clearTimeout(timer);
      settled = true;
      if (![...select.options].some((o) => o.value === value)) select.append(new Option(text, value));
      select.value = value;
      input.value = text;
      close();
      fire(select, "change");
      fire(select, "input");
    }

    const unsettled = () => input.value.trim() !== "" && input.value.trim() !== chosen();
    const wanting = () => `“${input.value.trim()}” ${addUrl
      ? "chưa vào phiếu: nhấn Enter trong ô này để chọn hoặc thêm."
      : "chưa được chọn: gõ tiếp rồi nhấn Enter ở gợi ý, hoặc xóa trắng ô."}`;

    input.addEventListener("input", () => {
      note.textContent = "";
      settled = false;
      clearTimeout(timer);
      timer = setTimeout(suggest, url ? 180 : 60);
    });
    input.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      const all = options();
      const at = all.indexOf(current());
      if (arrow(event)) {
        event.preventDefault();
        if (list.hidden) suggest();
        else if (all.length) mark(turn(all, at, arrow(event)));
      } else if (event.key === "Enter" && (unsettled() || (!list.hidden && at >= 0)) && !event.ctrlKey && !event.altKey) {
        // Enter belongs to the box until what is typed is chosen; a new name is only added once it was shown.
        event.preventDefault();
        if (settled && !list.hidden && at >= 0) choose(all[at]);
        else {
          clearTimeout(timer);
          const isNew = !settled;
          suggest().then(() => { if (isNew && !list.hidden && current() && !current().dataset.add) choose(current()); });
        }
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) choose(option);
    });
    input.addEventListener("blur", () => {
      close();
      // An emptied box empties the choice; half a word goes back to what was chosen, else it stays.
      if (!input.value.trim() && select.value) {
        select.value = "";
        fire(select, "change");
      } else if (select.value) input.value = chosen();
      else if (unsettled()) note.textContent = wanting();
    });
    // Words in the box that stand for nothing yet are not dropped on the way out.
    if (select.form?.getAttribute("method") === "post") {
      select.form.addEventListener("submit", (event) => {
        if (select.value || !unsettled() || !input.isConnected) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        told(wanting());
        input.focus();
      });
    }
  }

  const start = (root) => $$("select[data-combobox], select[data-combobox-url]", root).forEach(enhance);
  onParts(start);
  document.addEventListener("portal:added", (event) => start(event.target));
})();
