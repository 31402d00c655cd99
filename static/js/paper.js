/* paper.js: after somebody was found, the first choice has the focus: arrows choose, Enter saves. */
(function () {
  "use strict";

  const search = document.getElementById("text");
  const first = document.querySelector(".paper-people input[type=radio]");
  if (search && search.value && first) first.focus();
})();
