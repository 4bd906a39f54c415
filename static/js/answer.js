// The answer of an agency keeps itself while it is typed: after a pause, when a box is left, and again until it got through.
(() => {
  "use strict";
  const { $, $$, fire, pageOf } = window.portal;
  const form = $("form[data-autosave]");
  if (!form) return;
  const PAUSE = 5000;
  const line = $("[data-saved]", form);
  const field = (name) => form.elements[name];
  let timer = 0;
  let sending = false;
  let stopped = false;
  let pressed = null;
  let kept = snapshot();

  function snapshot() {
    const typed = new URLSearchParams(new FormData(form));
    for (const name of [...typed.keys()]) if (name === "version" || name === "csrfmiddlewaretoken" || name.endsWith("-pk")) typed.delete(name);
    return typed.toString();
  }
  function tell(words, tone = "") {
    line.className = `op-saved ${tone}`;
    line.textContent = words;
  }
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  const post = () => fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", "HX-Target": "luu-nhap" } });

  // Signed in anew in another window: the form goes with the mark of that session.
  async function renew() {
    const page = await pageOf(await fetch(form.dataset.autosave));
    const mark = $("form[data-autosave] [name=csrfmiddlewaretoken]", page);
    if (mark) field("csrfmiddlewaretoken").value = mark.value;
    return Boolean(mark);
  }

  async function save() {
    clearTimeout(timer);
    const sent = snapshot();
    if (stopped || sending || sent === kept) return;
    sending = true;
    tell("Đang lưu…");
    try {
      let answer = await post();
      if (answer.status === 403 && (await renew())) answer = await post();
      if (answer.redirected) throw new Error("signed out");
      const told = await answer.json();
      if (answer.ok) {
        kept = sent;
        for (const box of $$("[data-autosave] [name=version], [data-discards] [name=version]")) box.value = String(told.version);
        told.rows.forEach((key, at) => {
          const box = field(`yk-${at}-pk`);
          if (box) box.value = key ?? "";
        });
        tell([told.said, told.waiting].filter(Boolean).join("; "));
        if (snapshot() === kept) fire(form, "portal:saved");
      } else {
        stopped = answer.status === 409;
        tell(`Chưa tự lưu. ${told.error}`, "red");
        if (!stopped) kept = sent;
      }
    } catch (error) {
      const why = error.message === "signed out" || error instanceof SyntaxError
        ? "phiên làm việc đã hết, đăng nhập lại ở thẻ khác"
        : "chưa có mạng";
      tell(`Chưa tự lưu: ${why}; chữ còn ở trang này và cổng sẽ gửi lại.`, "red");
      later(3 * PAUSE);
    }
    sending = false;
    if (pressed) form.requestSubmit(pressed);
    else if (snapshot() !== kept) later(PAUSE);
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", (event) => { if (!event.target.matches("textarea, [type=text]")) save(); });
  form.addEventListener("focusout", save);
  // A button pressed while a saving is on its way waits for the version that it brings back.
  form.addEventListener("submit", (event) => {
    pressed = sending ? event.submitter : null;
    if (sending) return event.preventDefault();
    stopped = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", save);
  window.addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  tell("Tự lưu khi ngừng gõ 5 giây; chỉ cơ quan mình thấy");
})();
