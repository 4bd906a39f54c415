// "S" on a number shows where it comes from, without leaving the page.
(() => {
  "use strict";
  const { $, $$, pageOf, say, single } = window.portal;
  const PAGES = "/bao-cao/so-lieu/";

  async function show(href) {
    const answer = await fetch(href);
    const facts = answer.ok && $("#so-nay dl", await pageOf(answer));
    // Signed out, or the server has no answer: its own page says so.
    if (!facts) return location.assign(href);
    const dialog = $("#nguon-so");
    const page = facts.ownerDocument;
    $("[data-name]", dialog).textContent = $("h1", page).textContent.trim();
    $("[data-facts]", dialog).replaceChildren(document.importNode(facts, true));
    $("[data-page]", dialog).href = href;
    dialog.showModal();
    say($("[data-name]", dialog).textContent);
  }

  // Back from the page of a number: to the number that was opened.
  if (location.hash === "#so-vua-mo") $$("main a[href]").find((link) => link.href === document.referrer)?.focus();

  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || event.shiftKey || !single(event)) return;
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
