// The summary beside the form of an aid item follows what is typed; the server decides everything.
(() => {
  "use strict";
  const form = document.querySelector("[data-aid-form]");
  if (!form) return;
  // By selector: beside an unclear amount stand buttons that carry its name too.
  const value = (name) => form.querySelector(`:is(input, select)[name="${name}"]`)?.value.trim() || "";
  const put = (name, text, tone = "") => {
    const spot = form.querySelector(`[data-sum="${name}"]`);
    if (!spot) return;
    spot.textContent = text;
    spot.className = spot.className.replace(/\b(red|amb)\b/g, "").trim();
    if (tone) spot.classList.add(tone);
  };
  const day = (text) => {
    const parts = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
    return parts ? Number(parts[3] + parts[2].padStart(2, "0") + parts[1].padStart(2, "0")) : 0;
  };

  function show() {
    const amount = value("amount");
    put("amount", amount ? `${amount} ${value("currency")}` : "–");
    const plain = amount.match(/^(\d{1,3}(?:\.\d{3})+|\d+)(,\d{1,2})?$/);
    const rate = Number(document.getElementById("ty-gia")?.dataset.vndRate || 0);
    const dong = plain && rate && value("currency") !== "VND" ? Number(plain[1].replaceAll(".", "") + (plain[2] || "").replace(",", ".")) * rate : 0;
    put("vnd", dong ? `≈ ${Math.round(dong).toLocaleString("vi-VN")} đồng` : "");
    const [start, end] = [value("started_on"), value("ended_on")];
    const wrong = day(start) && day(end) && day(end) < day(start);
    put("period", wrong ? "chưa hợp lệ" : [start, end].filter(Boolean).join(" – ") || "–", wrong ? "red" : "");
    put("decision", value("decision_number") || "thiếu số quyết định", value("decision_number") ? "" : "amb");
  }

  form.addEventListener("input", show);
  form.addEventListener("focusout", () => setTimeout(show));
  document.body.addEventListener("htmx:afterSettle", show);
  show();
})();
