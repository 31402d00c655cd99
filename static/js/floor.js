/* floor.js: the keys of the floor (Alt and a digit press the button that says so), and the choices
   above the dock: while they are open no push takes them away from under the thumb. */
(function () {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const number = /^Digit([7-9]|0)$/.exec(event.code);
    const button = number && document.querySelector('[data-key="' + number[1] + '"]');
    if (!button) return;
    event.preventDefault();
    button.click();
    if (button.tagName === "SUMMARY") {
      const first = button.parentElement.querySelector("select");
      if (first) first.focus();
    }
  });

  const isRaise = (element) => element.id === "dock-raise";

  document.addEventListener(
    "toggle",
    (event) => {
      if (!isRaise(event.target)) return;
      event.target.toggleAttribute("data-busy", event.target.open);
      if (!event.target.open) document.dispatchEvent(new CustomEvent("council:free"));
    },
    true
  );

  /* A tap beside the choices, or Escape, folds them. */
  const fold = (event) => {
    const raise = document.getElementById("dock-raise");
    if (!raise || !raise.open) return;
    const escaped = event.type === "keydown" && event.key === "Escape";
    if (escaped || (event.type === "click" && !raise.contains(event.target))) {
      raise.open = false;
      if (escaped) raise.querySelector("summary").focus();
    }
  };
  /* Refused, because the meeting had moved on: the new choices may come. */
  document.addEventListener("htmx:responseError", (event) => {
    const raise = event.target.closest && event.target.closest("#dock-raise");
    if (raise) raise.open = false;
  });
  document.addEventListener("click", fold);
  document.addEventListener("keydown", fold);
})();
