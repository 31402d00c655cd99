/* minutes.js: a paragraph that saves itself says so, and what others save never covers typing. */
(function () {
  "use strict";

  const stateOf = (target) => (target && target.matches(".para-state") ? target : null);

  const say = (state, words) => {
    state.querySelector("p").textContent = words;
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const state = stateOf(event.detail.target);
    if (state) say(state, state.dataset.saving);
  });

  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => {
    document.addEventListener(name, (event) => {
      const state = stateOf(event.detail.target);
      const told = event.detail.xhr && event.detail.xhr.status === 409;
      if (!state || told) return;
      say(state, state.dataset.failed);
      const form = state.closest("form");
      setTimeout(() => window.htmx.trigger(form.querySelector("textarea"), "change"), 5000);
    });
  });

  /* Whoever saved the only change since the page was made has read what they would sign. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const saved = stateOf(document.getElementById(event.detail.target.id));
    const mine = saved && Number(saved.querySelector("[name=version]").value);
    document.querySelectorAll("[data-signed-version]").forEach((each) => {
      if (mine === Number(each.value) + 1) each.value = String(mine);
    });
  });

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const open = event.detail.target.matches(".para") && event.detail.target.querySelector("details[open]");
    if (open) event.detail.shouldSwap = false;
  });
})();
