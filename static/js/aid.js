// The summary beside the form of an aid item follows what is typed; the server decides everything.
(() => {
  "use strict";
  const { $, onParts } = window.portal;
  const form = $("[data-aid-form]");
  if (!form) return;
  // By selector: beside an unclear amount stand buttons that carry its name too.
  const value = (name) => $(`:is(input, select)[name="${name}"]`, form)?.value.trim() || "";
  const put = (name, text, tone = "") => {
    const spot = $(`[data-sum="${name}"]`, form);
    if (!spot) return;
    spot.textContent = text;
    spot.className = spot.className.replace(/\b(red|amb)\b/g, "").trim();
    if (tone) spot.classList.add(tone);
  };
  const day = (text) => {
    const parts = text.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
    if (!parts) return 0;
    const [date, month, year] = parts.slice(1).map(Number);
    // The 31st of February rolls on into March: no such day.
    return new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date && month <= 12 ? year * 10000 + month * 100 + date : 0;
  };
  const REFUSED = "chưa hợp lệ";
  // What came back with an error stays refused until it is changed.
  const refused = (name) => {
    const field = $(`input[name="${name}"]`, form);
    return field?.ariaInvalid === "true" && field.value === field.defaultValue;
  };

  function show() {
    const amount = value("amount");
    const isOff = refused("amount");
    const plain = !isOff && amount.match(/^(\d{1,3}(?:\.\d{3})+|\d+)(,\d{1,2})?$/);
    const shown = plain ? BigInt(plain[1].replaceAll(".", "")).toLocaleString("vi-VN") + (plain[2] || "") : amount;
    put("amount", isOff ? REFUSED : amount ? `${shown} ${value("currency")}` : "–", isOff ? "red" : "");
    const rate = Number($("#ty-gia")?.dataset.vndRate || 0);
    const dong = plain && rate && value("currency") !== "VND" ? Number(plain[1].replaceAll(".", "") + (plain[2] || "").replace(",", ".")) * rate : 0;
    put("vnd", dong ? `≈ ${Math.round(dong).toLocaleString("vi-VN")} đồng` : "");
    const [start, end] = [value("started_on"), value("ended_on")];
    const missing = [["started_on", start], ["ended_on", end]].some(([name, text]) => refused(name) || (text && !day(text)));
    const wrong = missing || (day(start) && day(end) && day(end) < day(start));
    put("period", wrong ? REFUSED : [start, end].filter(Boolean).join(" – ") || "–", wrong ? "red" : "");
    put("decision", value("decision_number") || "thiếu số quyết định", value("decision_number") ? "" : "amb");
  }

  form.addEventListener("input", show);
  form.addEventListener("focusout", () => setTimeout(show));
  onParts(show);
})();
