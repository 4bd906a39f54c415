// Opinions: a passage that is read becomes the place of a request; boxes of agencies by groups.
(() => {
  "use strict";
  const { $, $$, fire, onParts, say } = window.portal;

  // The first row without a word takes the place; where all are taken, a new one.
  function cite(place) {
    const group = $("[data-repeat]");
    const free = () => $$("[data-row]", group).find((row) => !row.closest("template") && $$("input[name$=-place], textarea", row).every((field) => !field.value.trim()));
    if (!free()) $("[data-repeat-add]", group).click();
    const row = free();
    const field = $("input[name$=-place]", row);
    field.value = place;
    fire(field, "input");
    row.scrollIntoView({ block: "center" });
    $("textarea", row).focus({ preventScroll: true });
    say(`Góp ý vào ${place}`);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cite]");
    if (button) cite(button.dataset.cite);
    const all = event.target.closest("[data-group-all]");
    if (all) {
      const boxes = $$("input[type=checkbox]", all.closest("[data-group]"));
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
      if (boxes[0]) fire(boxes[0], "change");
    }
  });
  document.addEventListener("change", (event) => {
    const counter = $("[data-chosen]");
    if (counter && event.target.name === "agencies") counter.textContent = $$("input[name=agencies]:checked").length;
  });

  onParts(() => $$("[data-cite], [data-group-all]").forEach((button) => { button.hidden = false; }));
})();
