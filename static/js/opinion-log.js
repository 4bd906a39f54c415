// Opinions logged while they are spoken: Enter keeps the line and goes back to the agency. A line that cannot be
// sent stays in this browser and is sent when the connection is back; nothing typed is lost.
(() => {
  "use strict";
  const { $, $$, composing, made, pageOf, say, single } = window.portal;
  const form = $("[data-opinion-line]");
  if (!form) return;
  const NAMES = ["agency", "place", "text", "so", "version"];
  const field = (name) => form.elements[name];
  const store = (name, value) => {
    const key = `y-kien-${name}-${form.dataset.opinionLine}`;
    try {
      if (value !== undefined) localStorage.setItem(key, JSON.stringify(value));
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  let queue = store("cho") || [];
  let sending = false;
  let timer = 0;
  let last = "";

  const fill = (line) => NAMES.forEach((name) => { field(name).value = line[name] ?? ""; });
  const typed = () => Object.fromEntries(NAMES.map((name) => [name, field(name).value.trim()]));

  function show(words) {
    const list = $("[data-line-waiting]", form);
    list.replaceChildren(...queue.map((line) => {
      const item = made("li", line.errors ? "red" : "meta", `${line.agency}: ${line.text} – ${line.errors || words || "đang gửi…"} `);
      if (line.errors) {
        const button = made("button", "mini", "Sửa dòng này");
        button.type = "button";
        button.addEventListener("click", () => {
          queue = queue.filter((one) => one !== line);
          fill(line);
          keep();
          field("agency").focus();
        });
        item.append(button);
      }
      return item;
    }));
  }
  const keep = () => {
    store("cho", queue);
    store("dang-go", typed());
    show();
  };

  async function post(line) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: line.token });
    NAMES.forEach((name) => body.set(name, line[name]));
    return fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true", "HX-Target": "y-kien" } });
  }
  async function send() {
    if (sending) return;
    const line = queue.find((one) => !one.errors);
    if (!line) return;
    sending = true;
    clearTimeout(timer);
    let words = "";
    try {
      let answer = await post(line);
      if (answer.status === 403) {
        // Signed in anew meanwhile: the line goes with the mark of this page.
        line.token = field("csrfmiddlewaretoken").value;
        answer = await post(line);
      }
      if (answer.ok && answer.url.startsWith(new URL(form.dataset.lines, location).href)) {
        queue = queue.filter((one) => one !== line);
        const part = await pageOf(answer);
        $("[data-opinions]").replaceWith($("[data-opinions]", part));
        say("Đã ghi ý kiến");
      } else if (answer.status === 422) line.errors = (await answer.json()).errors.join(" ");
      else if (answer.ok) words = "chưa gửi: phiên làm việc đã hết, đăng nhập lại rồi mở trang này";
      else if (answer.status === 403 || answer.status === 404) line.errors = "không được ghi vào cuộc họp này";
      else words = "chưa gửi được, cổng sẽ gửi lại";
    } catch {
      words = "chưa có mạng, giữ ở máy này và gửi lại sau";
    }
    sending = false;
    store("cho", queue);
    show(words);
    if (words) timer = setTimeout(send, 5000);
    else send();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = typed();
    // A code is rewritten to its name when the box is left; the same agency again is the one typed last.
    if (line.agency === "=" && last) line.agency = last;
    const missing = ["agency", "text"].find((name) => !line[name]);
    if (missing) return field(missing).focus();
    last = line.agency;
    queue.push({ ...line, token: field("csrfmiddlewaretoken").value });
    fill({});
    keep();
    field("agency").focus();
    send();
  });
  form.addEventListener("input", () => store("dang-go", typed()));
  window.addEventListener("online", send);

  // ---- up from an empty line takes the last one back for a correction
  form.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowUp" || composing(event) || typed().text || typed().agency) return;
    const rows = $$("[data-opinions] [data-number]:not([data-settled])");
    if (!rows.length) return;
    event.preventDefault();
    const row = rows.reduce((a, b) => (Number(b.dataset.number) > Number(a.dataset.number) ? b : a));
    const { agency, place, text, number, version } = row.dataset;
    fill({ agency, place, text, so: number, version });
    field("text").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyI" || event.shiftKey || !single(event)) return;
    event.preventDefault();
    field("agency").focus();
  });

  const before = store("dang-go");
  if (before && !typed().text && (before.text || before.agency)) fill(before);
  show();
  send();
})();
