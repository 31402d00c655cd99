/* page.js: what every page needs: the CSRF token on requests, refusals that are seen and heard,
   a menu that closes. Without it the same forms post plainly. */
(function () {
  "use strict";

  const token = () => {
    const meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : "";
  };

  /* Pieces that were pushed to many people at once carry no token: it is put in on arrival. */
  const fillTokens = (root) => {
    root.querySelectorAll('input[name="_csrf_token"]').forEach((input) => {
      if (!input.value) input.value = token();
    });
  };

  const isWriting = () => {
    const focused = document.activeElement;
    return Boolean(focused) && /^(INPUT|TEXTAREA|SELECT)$/.test(focused.tagName);
  };

  /* Whoever is writing keeps the cursor: role="alert" is read aloud without moving the focus. */
  const showRefusal = (box) => {
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    if (!isWriting()) box.focus({ preventScroll: true });
  };

  const sayRefusal = (sentence) => {
    const box = document.getElementById("refusal");
    if (!box) return;
    const words = document.createElement("p");
    words.className = "refusal-in";
    words.textContent = sentence || box.dataset.failed;
    box.textContent = "";
    box.appendChild(words);
    showRefusal(box);
  };

  const clearRefusal = () => {
    const box = document.getElementById("refusal");
    if (!box) return;
    box.hidden = true;
    box.textContent = "";
  };

  /* What has been sent is no longer being filled in: a push may take its place. */
  const finish = (form) => {
    if (form.hasAttribute("data-reset")) form.reset();
    if (form.hasAttribute("data-close")) form.closest("details").open = false;
    form.setAttribute("data-sent", "");
    document.dispatchEvent(new CustomEvent("council:free"));
  };

  const listenToHtmx = () => {
    const body = document.body;
    body.addEventListener("htmx:configRequest", (event) => {
      event.detail.headers["x-csrf-token"] = token();
    });
    body.addEventListener("htmx:beforeSwap", (event) => {
      const { xhr } = event.detail;
      if (xhr.status < 400) return;
      /* A refusal is a piece that names its place; anything else is told in our own words. */
      event.detail.shouldSwap = Boolean(xhr.getResponseHeader("HX-Retarget"));
      if (!event.detail.shouldSwap) sayRefusal("");
    });
    body.addEventListener("htmx:afterSettle", () => {
      const box = document.getElementById("refusal");
      if (box && !box.hidden) showRefusal(box);
    });
    ["htmx:sendError", "htmx:timeout"].forEach((name) => {
      body.addEventListener(name, () => sayRefusal(""));
    });
    body.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      clearRefusal();
      if (event.target instanceof HTMLFormElement) finish(event.target);
    });
    body.addEventListener("input", (event) => {
      if (event.target.form) event.target.form.removeAttribute("data-sent");
    });
  };

  /* The check-in code stands in the fragment of the scanned address; signing in keeps it. */
  const keepFragment = () => {
    if (!location.hash) return;
    document.querySelectorAll('form[action^="/sign-in"]').forEach((form) => {
      form.setAttribute("action", form.getAttribute("action").split("#")[0] + location.hash);
    });
  };

  const closeMenus = (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      const escaped = event.type === "keydown" && event.key === "Escape";
      const outside = event.type === "click" && !menu.contains(event.target);
      if (!escaped && !outside) return;
      menu.open = false;
      if (escaped) menu.querySelector("summary").focus();
    });
  };

  fillTokens(document);
  listenToHtmx();
  keepFragment();
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("council:piece", (event) => fillTokens(event.target));
  document.addEventListener("council:refused", (event) => sayRefusal(event.detail));
  const refusal = document.getElementById("refusal");
  if (refusal && !refusal.hidden) showRefusal(refusal);
})();
