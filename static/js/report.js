// Puts a figure's token where the cursor was in the words of the report.
(() => {
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-passage]")) last = event.target;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-token]");
    const box = last || document.querySelector("textarea[data-passage]");
    if (!button || !box) return;
    box.setRangeText(button.dataset.token, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
})();
