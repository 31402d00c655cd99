/* letter-batch.js: while the PDF of a batch is made, say how far it is. Without this file the form
   works alike: the browser waits and then downloads. */
(function () {
  "use strict";

  const form = document.getElementById("batch");
  const waiting = document.getElementById("batch-progress");
  const bar = document.getElementById("batch-bar");
  const done = document.getElementById("batch-done");
  if (!form || !waiting || !bar || !done) return;

  const button = form.querySelector("button");
  const ask = function () {
    fetch(form.dataset.progress, { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) {
        return answer.ok ? answer.json() : { printed: false, done: 0 };
      })
      .then(function (now) {
        bar.value = now.printed ? bar.max : now.done;
        if (now.printed) {
          waiting.hidden = true;
          done.hidden = false;
          form.hidden = true;
        } else {
          setTimeout(ask, 1000);
        }
      })
      .catch(function () {
        setTimeout(ask, 3000);
      });
  };

  form.addEventListener("submit", function () {
    waiting.hidden = false;
    setTimeout(function () {
      button.disabled = true;
      ask();
    }, 0);
  });
})();
