/* table.js: the secretary's desk: tabs, and the one input line that says what it understood.
   The server decides what a line is; when the secretary has chosen a kind, that is sent instead. */
(function () {
  "use strict";

  /* ---- Tabs: without this file the parts stand one below the other and the links jump ---- */

  const tabs = Array.from(document.querySelectorAll("[data-tab]"));
  const panels = Array.from(document.querySelectorAll(".tab-panel"));
  const targetOf = (tab) => document.querySelector(tab.getAttribute("href"));

  const open = (tab) => {
    const target = targetOf(tab);
    tabs.forEach((each) => each.removeAttribute("aria-current"));
    tab.setAttribute("aria-current", "true");
    if (!panels.includes(target)) return;
    panels.forEach((panel) => {
      panel.hidden = panel !== target;
    });
    target.querySelectorAll("[data-follow]").forEach((box) => {
      box.scrollTop = box.scrollHeight;
    });
  };

  tabs.forEach((tab) => {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      open(tab);
      targetOf(tab).focus({ preventScroll: panels.includes(targetOf(tab)) });
    });
  });
  const first = tabs.find((tab) => tab.getAttribute("href") === (location.hash || "#tab-during"));
  if (tabs.length) open(first || tabs[1]);

  /* ---- The line ---- */

  const form = document.getElementById("line-form");
  if (!form) return;
  const line = document.getElementById("line");
  const echo = document.getElementById("line-echo");
  const words = document.getElementById("line-words").dataset;
  const kinds = Array.from(form.querySelectorAll("[data-kind]"));
  const wordOf = (kind) => kinds.find((each) => each.dataset.kind === kind).dataset.word;
  const people = line.dataset.people.split(" ").filter(Boolean);
  const gap = document.documentElement.lang.startsWith("zh") ? "" : " ";
  const sides = { [words.yesStart]: words.yes, [words.noStart]: words.no };
  const MARKS = /^[\s:：,，、]+/;

  let chosen = ""; // the kind that the secretary has chosen, or empty: as understood

  const startOf = (text, options) =>
    options.filter((each) => text.startsWith(each)).sort((a, b) => b.length - a.length)[0] || "";

  const takeAway = (text, start) => text.slice(start.length).replace(MARKS, "");

  /* 发言 沈石桥 赞成 先试半年 → kind, person, side; the first three may each be missing. */
  const understand = (typed) => {
    let text = typed.trim();
    const spoken = startOf(text, kinds.map((each) => each.dataset.start));
    if (spoken) text = takeAway(text, spoken);
    const person = startOf(text, people);
    if (person) text = takeAway(text, person);
    const named = kinds.find((each) => each.dataset.start === spoken);
    const kind = named ? named.dataset.kind : person ? "speech" : "note";
    const start = person && kind === "speech" ? startOf(text, Object.keys(sides)) : "";
    return { kind: chosen || kind, person, side: start ? sides[start] : "" };
  };

  const put = (slot, text) => {
    const place = form.querySelector('[data-slot="' + slot + '"]');
    if (place.textContent !== text) place.textContent = text;
  };

  const show = () => {
    const empty = !line.value.trim();
    if (empty) chosen = "";
    const found = understand(line.value);
    echo.hidden = empty;
    put("kind", wordOf(found.kind));
    put("person", found.person && "·" + found.person);
    put("side", found.side && "·" + found.side);
    put("word", empty ? words.record : words.record + gap + wordOf(found.kind));
    kinds.forEach((each) => {
      each.setAttribute("aria-pressed", String(!empty && each.dataset.kind === found.kind));
    });
  };

  const choose = (kind) => {
    chosen = kind;
    show();
    line.focus();
  };

  const nextKind = () => {
    const shown = kinds.filter((each) => !each.parentElement.hidden);
    const at = shown.findIndex((each) => each.dataset.kind === understand(line.value).kind);
    choose(shown[(at + 1) % shown.length].dataset.kind);
  };

  /* Tab must never be a trap: it changes the kind only while there is text, and after Escape (or
     with Shift) it moves on as everywhere else. */
  let free = false;

  line.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") free = true;
    if (event.key !== "Tab" || event.shiftKey || free || !line.value.trim()) return;
    event.preventDefault();
    nextKind();
  });
  line.addEventListener("focus", () => {
    free = false;
  });
  line.addEventListener("input", () => {
    free = false;
    show();
  });
  kinds.forEach((each) => each.addEventListener("click", () => choose(each.dataset.kind)));

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const number = /^Digit([1-4])$/.exec(event.code);
    if (!number) return;
    event.preventDefault();
    open(tabs[1]);
    choose(kinds[Number(number[1]) - 1].dataset.kind);
  });

  form.addEventListener("htmx:configRequest", (event) => {
    if (chosen) event.detail.parameters.kind = chosen;
  });
  form.addEventListener("reset", () => setTimeout(show, 0));
  show();
})();
