// "S" on a number shows where it comes from, without leaving the page.
(() => {
  "use strict";
  const { $, editable, composing, keysOff, say } = window.portal;
  const PAGES = "/bao-cao/so-lieu/";

  async function show(href) {
    const answer = await fetch(href, { credentials: "same-origin" });
    const facts = answer.ok && $("#so-nay dl", new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (!facts) {
      // Signed out, or the server has no answer: its own page says so.
      location.href = href;
      return;
    }
    const dialog = $("#nguon-so");
    const page = facts.ownerDocument;
    $("[data-name]", dialog).textContent = $("h1", page).textContent.trim();
    $("[data-facts]", dialog).replaceChildren(document.importNode(facts, true));
    $("[data-page]", dialog).href = href;
    dialog.showModal();
    say($("[data-name]", dialog).textContent);
  }

  // Back from the page of a number by its path: to the number that was opened, so the paragraph is in sight.
  if (location.hash === "#so-vua-mo") {
    const opened = [...document.querySelectorAll("main a[href]")].find((link) => link.href === document.referrer);
    opened?.scrollIntoView({ block: "center" });
    opened?.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (composing(event) || editable(event.target) || keysOff() || $("dialog[open]")) return;
    const link = event.target.closest?.("a[href]");
    if (!link || !link.pathname.startsWith(PAGES) || link.pathname === PAGES) return;
    event.preventDefault();
    show(link.href);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-source]");
    if (button) show(button.dataset.source);
  });
})();
