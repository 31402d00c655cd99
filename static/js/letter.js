/* letter.js: the scanned address carries the letter's secret in its fragment. It is moved into
   the form and out of the address, so that it stays in no history and no screenshot. */
(function () {
  "use strict";

  const secret = document.getElementById("secret");
  const carried = decodeURIComponent(location.hash.slice(1));
  if (!secret || !carried) return;

  history.replaceState(null, "", location.pathname);
  secret.value = carried;
  const typed = document.getElementById("typed-code");
  const scanned = document.getElementById("scanned-code");
  if (!typed || !scanned) return;
  typed.hidden = true;
  scanned.hidden = false;
})();
