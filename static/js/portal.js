// Shortcuts, dialogs, toasts, palette, and what happens round an htmx swap.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const KEYS_OFF = "tat-phim-don";

  const editable = (el) =>
    el && (el.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && !/^(checkbox|radio|button|submit)$/.test(el.type)));
  // Telex and VNI turn letters into accents: never act while a syllable is being composed.
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const keysOff = () => {
    try {
      return localStorage.getItem(KEYS_OFF) === "1";
    } catch {
      return false;
    }
  };

  // A key without others; one letter acts outside of fields and dialogs only.
  const alone = (event) => !(composing(event) || event.ctrlKey || event.altKey || event.metaKey);
  const single = (event) => alone(event) && !(editable(event.target) || keysOff() || $("dialog[open]"));

  // 1, -1, or 0 for a key that is no arrow.
  const arrow = ({ key }) => (key === "ArrowDown") - (key === "ArrowUp");
  const turn = (all, at, step) => all[(at + step + all.length) % all.length];

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const settled = (act) => document.body.addEventListener("htmx:afterSettle", (event) => act(event.detail.elt, event));
  // The page as it is, and each part that htmx brings.
  function onParts(start) {
    start(document);
    settled(start);
  }
  const pageOf = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });
  const fire = (el, name) => el.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  // The one row of a table that Tab comes to.
  function rove(row, rows) {
    for (const other of rows) other.tabIndex = other === row ? 0 : -1;
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }

  // ---- toasts and the live region
  function say(text) {
    const region = $("#thong-bao");
    if (region) region.textContent = text;
  }

  function toast({ text, tone = "", action = "", url = "" }) {
    const area = $("#toasts");
    const pattern = $("#mau-toast");
    if (!area || !pattern || !text) return;
    const box = pattern.content.firstElementChild.cloneNode(true);
    $("[data-text]", box).textContent = text;
    if (tone) box.classList.add(tone);
    if (tone === "bad") box.role = "alert";
    const button = $(".act", box);
    if (action && url) {
      button.hidden = false;
      button.textContent = action;
      button.addEventListener("click", () => {
        const form = Object.assign(document.createElement("form"), { method: "post", action: url });
        const token = $("input[name=csrfmiddlewaretoken]");
        if (token) form.append(token.cloneNode());
        document.body.append(form);
        form.submit();
      });
    }
    area.append(box);
    let timer = 0;
    const start = () => { timer = setTimeout(() => box.remove(), 10000); };
    const stop = () => clearTimeout(timer);
    for (const name of ["mouseenter", "focusin"]) box.addEventListener(name, stop);
    for (const name of ["mouseleave", "focusout"]) box.addEventListener(name, start);
    $("[data-close]", box).addEventListener("click", () => box.remove());
    start();
  }
  document.body.addEventListener("toast", (event) => toast(event.detail || {}));

  // ---- dialogs, menus, small buttons
  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
    return dialog;
  }

  function openPalette() {
    const input = $("input", openDialog("tim-nhanh"));
    const typed = $("#tim-chung");
    if (typed && typed.value && !input.value) input.value = typed.value;
    input.select();
    if (input.value) fire(input, "input");
  }

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    let el;
    if ((el = hit("[data-dialog]"))) openDialog(el.dataset.dialog);
    else if ((el = hit("[data-palette]"))) openPalette();
    else if ((el = hit("[data-close]")) && el.closest("dialog")) el.closest("dialog").close();
    else if ((el = hit("[data-dismiss]"))) el.closest(".dn-alert").remove();
    else if ((el = hit("[data-print]"))) window.print();
    else if ((el = hit("[data-reload]"))) location.reload();
    else if ((el = hit("[data-toggle]"))) {
      const part = document.getElementById(el.dataset.toggle);
      part.hidden = !part.hidden;
      el.ariaExpanded = !part.hidden;
    } else if ((el = hit("[data-tat-phim]"))) {
      localStorage.setItem(KEYS_OFF, keysOff() ? "0" : "1");
      showKeysState(el);
    } else if (event.target.matches("dialog")) event.target.close();
    for (const menu of $$("details.dn-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  function showKeysState(button) {
    button.ariaPressed = keysOff();
    button.textContent = keysOff() ? "Bật lại phím đơn trên máy này" : "Tắt phím đơn trên máy này";
  }

  // A word to be typed before the button of an irreversible act answers.
  document.addEventListener("submit", (event) => {
    const word = $("[data-must-equal]", event.target);
    if (word && word.value.trim() !== word.dataset.mustEqual) {
      event.preventDefault();
      word.ariaInvalid = true;
      word.closest(".fld").classList.add("err");
      word.focus();
      say(`Gõ đúng ${word.dataset.mustEqual} để xác nhận`);
    }
  });

  // ---- keyboard
  const submitWith = (form, name) => {
    const button = $(`button[type=submit][name="${name}"]`, form) || (name === "save" && $("button[type=submit]", form));
    if (button) form.requestSubmit(button);
  };

  document.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.ctrlKey && !event.shiftKey && !event.altKey && event.code === "KeyK") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.altKey)) {
      const form = event.target.closest("form[data-save]") || $("form[data-save]");
      if (form && !$("dialog[open]")) {
        event.preventDefault();
        submitWith(form, event.altKey ? "save_next" : "save");
      }
      return;
    }
    if (event.key === "Escape") {
      const menu = $("details.dn-menu[open]");
      if (menu) {
        menu.open = false;
        $("summary", menu).focus();
      }
      return;
    }
    if (!single(event)) return;
    if (event.key === "?") {
      event.preventDefault();
      openDialog("phim-tat");
    } else if (event.code === "Slash") {
      const field = $("[data-list-search]") || $("#tim-chung");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.code === "KeyN" && !event.shiftKey) {
      const link = $("[data-new]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
  });

  // ---- palette: arrows move over the links, Enter opens
  document.addEventListener("keydown", (event) => {
    const palette = event.target.closest(".dn-palette");
    if (!palette || composing(event)) return;
    const links = $$(".out a", palette);
    const at = links.findIndex((link) => link.classList.contains("on"));
    if (arrow(event)) {
      event.preventDefault();
      const next = turn(links, at, arrow(event));
      if (!next) return;
      links.forEach((link) => link.classList.toggle("on", link === next));
      next.scrollIntoView({ block: "nearest" });
      say(next.textContent.trim());
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      links[at].click();
    }
  });

  // The best answer is marked at once: Enter opens it.
  settled((_, event) => {
    if (event.detail.target?.id === "tim-nhanh-kq") $("a[role=option]", event.detail.target)?.classList.add("on");
  });

  // ---- htmx
  const quiet = (event) => event.target.closest("[data-quiet]");
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!quiet(event)) event.detail.target.ariaBusy = true;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => { event.detail.target.ariaBusy = null; });

  // A box that saves itself says in its line how that goes; the version that stands there stays.
  function tell(box, words, tone = "") {
    const line = $(box.getAttribute("hx-target"));
    line?.replaceChildren(...$$("input", line), made("span", tone, words));
  }
  document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (!elt.matches("textarea[hx-post]")) return;
    elt.dataset.sent = elt.value;
    tell(elt, "Đang lưu…");
  });
  document.body.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr } }) => {
    if (successful || !elt.matches("textarea[hx-post]") || [409, 422].includes(xhr.status)) return;
    tell(elt, "Chưa gửi được tới máy chủ; chữ còn ở ô này, gõ tiếp hoặc bấm Lưu để gửi lại.", "red");
  });

  // A session that ended answers with the sign-in page: go there instead of drawing it inside a part.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const address = event.detail.xhr.responseURL || "";
    const login = document.body.dataset.login;
    if (login && address && new URL(address).pathname.startsWith(login)) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  let focused = null;
  document.body.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement; });
  settled((part, event) => {
    if (quiet(event) || document.activeElement?.closest(".dn-palette, [data-filters]")) return;
    const kept = focused?.id && document.getElementById(focused.id);
    const lost = document.activeElement === document.body;
    // Whoever went on by key while the answer came in is not called back.
    if (!lost && document.activeElement !== focused && document.activeElement !== kept) return;
    // What comes in the place of the whole part that had the focus leads on to its own field.
    const stays = kept && kept !== part;
    const wanted = $(".dn-errsum", part) || (stays ? null : $("[data-focus]", part) || $("h1, h2, h3", part) || (lost ? part : null));
    if (wanted) {
      if (!wanted.hasAttribute("tabindex")) wanted.tabIndex = -1;
      wanted.focus();
    } else if (kept && document.activeElement !== kept) kept.focus();
  });

  const failed = (event, words) => {
    const pattern = $("#mau-loi");
    const target = event.detail.target;
    if (!pattern || !target || quiet(event)) return;
    $(":scope > .note.bad", target)?.remove();
    const box = pattern.content.firstElementChild.cloneNode(true);
    $("[data-text]", box).textContent = words;
    target.prepend(box);
  };
  document.body.addEventListener("htmx:responseError", (event) => {
    const code = event.detail.xhr.getResponseHeader("X-Request-ID");
    failed(event, code ? `Gọi hỗ trợ với mã ${code}.` : "");
  });
  document.body.addEventListener("htmx:sendError", (event) => failed(event, "Mất kết nối với máy chủ. Kiểm tra mạng rồi thử lại."));

  // ---- start
  function ready() {
    for (const part of $$("[data-toggle]")) {
      part.hidden = false;
      const target = document.getElementById(part.dataset.toggle);
      if (target && !part.dataset.started) {
        part.dataset.started = "1";
        const used = $$("input, select", target).some((field) => field.type !== "hidden" && field.value && field.type !== "checkbox");
        target.hidden = !used;
        part.ariaExpanded = used;
      }
    }
    const first = $(".dn-errsum");
    if (first) {
      first.focus();
      if (!document.title.startsWith("Lỗi: ")) document.title = `Lỗi: ${document.title}`;
    }
    $$("[data-tat-phim]").forEach(showKeysState);
  }
  onParts(ready);
  window.portal = { $, $$, alone, arrow, composing, editable, fire, fold, keysOff, made, onParts, pageOf, rove, say, settled, single, toast, turn };
})();
