/* keys.js: whatever is on the page names its own key (data-key); Alt and the letter press it. */
(function () {
  "use strict";

  const shown = (each) => each.offsetParent !== null && !each.disabled;

  const press = (target) => {
    const folded = target.closest("details:not([open])");
    if (folded && !target.matches("summary")) folded.open = true;
    target.focus();
    if (target.matches("summary, button, a")) target.click();
  };

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const letter = /^Key([A-Z])$/.exec(event.code);
    if (!letter) return;
    const named = document.querySelectorAll('[data-key="' + letter[1] + '"]');
    const target = Array.from(named).find(shown);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
})();
