/* terminal.js: on a shared terminal whoever walks away is signed out: after some minutes without
   a touch the form of the way out is sent. Without script the server ends the session all the same. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-idle]");
  if (!form) return;
  const warning = form.querySelector("[data-warning]");
  const idle = Number(form.dataset.idle) * 1000;
  const warn = Number(form.dataset.warn) * 1000;
  let touched = Date.now();

  const touch = () => {
    touched = Date.now();
    warning.textContent = "";
  };

  const look = () => {
    const quiet = Date.now() - touched;
    if (quiet >= idle) form.submit();
    else if (quiet >= warn && !warning.textContent) warning.textContent = warning.dataset.warning;
  };

  ["pointerdown", "keydown", "touchstart", "wheel"].forEach((name) => {
    document.addEventListener(name, touch, { passive: true });
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
})();
