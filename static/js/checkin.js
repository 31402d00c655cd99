/* checkin.js: whoever scanned the hall screen need not type: the code stands in the fragment. */
(function () {
  "use strict";

  const fill = () => {
    const found = /^#(\d{6})$/.exec(location.hash);
    const input = document.getElementById("checkin-code");
    if (found && input && !input.value) input.value = found[1];
  };

  /* "482 716" is what people see and say; the server is sent six digits. */
  document.addEventListener("input", (event) => {
    if (event.target.id !== "checkin-code") return;
    event.target.value = event.target.value.replace(/[^0-9]/g, "").slice(0, 6);
  });

  document.addEventListener("council:piece", fill);
  window.addEventListener("hashchange", fill);
  fill();
})();
