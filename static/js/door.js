/* door.js: at the door the next name is typed right after a tap. */
(function () {
  "use strict";

  const text = document.getElementById("text");
  const found = document.getElementById("door-found");
  if (!text || !found) return;

  found.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    found.textContent = "";
    text.value = "";
    text.focus();
  });
})();
