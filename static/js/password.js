/* password.js: a button beside each password shows what is typed. Without it nothing is missing
   but the look. */
(function () {
  "use strict";

  document.querySelectorAll("button[data-shows]").forEach((button) => {
    const field = document.getElementById(button.dataset.shows);
    if (!field) return;
    const show = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.textContent = shown ? button.dataset.hide : show;
      button.setAttribute("aria-pressed", String(shown));
    });
    /* Sent as what it is, so that no browser offers it as an ordinary word next time. */
    if (field.form) field.form.addEventListener("submit", () => { field.type = "password"; });
  });
})();
