/* ballot.js: two taps, one vote, counted once. The choice lives in this open page and nowhere
   else. One key (idem) belongs to one vote: every retry carries it, so that an answer that got
   lost on the way is asked for again and not voted again. */
(function () {
  "use strict";

  const PATIENCE = 8000;
  const LONGEST_WAIT = 15000;
  const BLOCK = 256;

  const token = () => document.querySelector('meta[name="csrf-token"]').content;

  const key = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const keys = new Map(); // ballot (poll and revision) → its key, made when the form appears
  const keyOf = (ballot) => {
    const name = ballot.dataset.poll + ":" + ballot.dataset.rev;
    if (!keys.has(name)) keys.set(name, key());
    return keys.get(name);
  };

  let chosen = null; // { value, word } between the two taps
  let sending = false;

  const fill = (root, slot, text) => {
    root.querySelectorAll('[data-slot="' + slot + '"]').forEach((each) => {
      each.textContent = text;
    });
  };

  const step = (ballot, name) => {
    ballot.querySelectorAll("[data-step]").forEach((each) => {
      each.hidden = each.dataset.step !== name;
    });
    ballot.toggleAttribute("data-busy", name === "confirm");
    if (name === "choose") document.dispatchEvent(new CustomEvent("council:free"));
  };

  const say = (state) => {
    const place = document.getElementById("sending");
    if (place.dataset.state === state) return;
    place.dataset.state = state;
    place.scrollIntoView({ block: "nearest" });
  };

  const refuse = (sentence) => {
    document.dispatchEvent(new CustomEvent("council:refused", { detail: sentence }));
  };

  const choose = (ballot, button) => {
    chosen = { value: button.value, word: button.dataset.word };
    fill(ballot, "choice", chosen.word);
    step(ballot, "confirm");
    ballot.querySelector("[data-confirm]").focus({ preventScroll: true });
    ballot.scrollIntoView({ block: "nearest" });
  };

  const goBack = (ballot) => {
    const value = chosen ? chosen.value : "yes";
    chosen = null;
    step(ballot, "choose");
    ballot.querySelector('[value="' + value + '"]').focus({ preventScroll: true });
  };

  const lock = (locked) => {
    const ballot = document.getElementById("ballot");
    if (!ballot) return;
    ballot.querySelectorAll("[data-step=confirm] button").forEach((button) => {
      button.disabled = locked;
    });
  };

  /* ---- On the way ---- */

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  /* Encryption hides what is sent and not how long it is: every choice fills the same blocks. */
  const padded = (fields) => {
    const body = fields + "&pad=";
    return body + "0".repeat(BLOCK - (body.length % BLOCK));
  };

  const post = async (vote) => {
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(), PATIENCE);
    try {
      return await fetch(vote.url, {
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/x-www-form-urlencoded",
          "x-csrf-token": token(),
        },
        credentials: "same-origin",
        body: padded(new URLSearchParams({ choice: vote.value, idem: vote.idem, rev: vote.rev })),
        signal: aborter.signal,
      }).then(async (answer) => ({
        status: answer.status,
        wait: Number(answer.headers.get("Retry-After")) * 1000 || 0,
        body: await answer.json().catch(() => null),
      }));
    } finally {
      clearTimeout(timer);
    }
  };

  /* 1, 2, 4, 8 … seconds, spread, for ever: only an answer ends it. */
  const waitFor = (attempt, asked) =>
    asked || Math.min(1000 * 2 ** attempt, LONGEST_WAIT) * (0.75 + Math.random() * 0.5);

  const deliver = async (vote) => {
    for (let attempt = 0; ; attempt += 1) {
      let asked = 0;
      try {
        const answer = await post(vote);
        const counted = answer.body && answer.body.counted;
        if (counted || (answer.status >= 400 && answer.status < 500)) return answer;
        asked = answer.wait;
      } catch (error) {
        asked = 0;
      }
      say("retrying");
      await pause(waitFor(attempt, asked));
    }
  };

  /* ---- Answered ---- */

  /* The slot says first that it is this page's own: what was kept back is let in by `step`. */
  const stow = (ballot, rev) => {
    const slot = ballot.parentElement;
    slot.dataset.own = String(rev);
    ballot.dataset.rev = String(rev);
    step(ballot, "choose");
    lock(false);
    const holder = document.createElement("template");
    ballot.remove();
    holder.content.appendChild(ballot);
    slot.appendChild(holder);
  };

  /* The signed receipt came with the answer: this page can save it even after the box is closed,
     when nobody else has it any more. */
  const keep = (receipt, body) => {
    const link = receipt.querySelector("[data-signed]");
    if (!link || !body.proof) return;
    body.proof.code = body.receipt;
    const text = JSON.stringify(body.proof, null, 1);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  };

  const showReceipt = (vote, body) => {
    const slot = document.getElementById("receipt-place");
    if (!slot || slot.dataset.keep !== vote.poll) return;
    const holder = slot.querySelector("template");
    if (holder) slot.appendChild(holder.content.cloneNode(true));
    const receipt = document.getElementById("receipt");
    if (!receipt) return;
    if (holder) holder.remove();
    fill(receipt, "choice", vote.word);
    fill(receipt, "receipt", body.receipt);
    keep(receipt, body);
    receipt.hidden = false;
    receipt.classList.add("arrived");
    slot.dataset.own = String(body.rev);
    receipt.focus({ preventScroll: true });
    receipt.scrollIntoView({ block: "nearest" });
  };

  const finish = (vote, answer) => {
    say("none");
    lock(false);
    const ballot = document.getElementById("ballot");
    const same = ballot && ballot.dataset.poll === vote.poll;
    if (answer.body && answer.body.counted) {
      document.dispatchEvent(new CustomEvent("council:counted"));
      if (same) stow(ballot, answer.body.rev);
      showReceipt(vote, answer.body);
      return;
    }
    if (same) step(ballot, "choose");
    refuse(answer.body ? answer.body.sentence : "");
    document.dispatchEvent(new CustomEvent("council:catch-up"));
  };

  const confirm = async (ballot) => {
    if (sending || !chosen) return;
    const { poll, url, rev } = ballot.dataset;
    const vote = { poll, url, rev, idem: keyOf(ballot), value: chosen.value, word: chosen.word };
    sending = true;
    lock(true);
    say("sending");
    try {
      finish(vote, await deliver(vote));
    } finally {
      sending = false;
      chosen = null;
    }
  };

  /* Another choice: the form comes back with the acknowledged revision and a new key. */
  const voteAgain = () => {
    const slot = document.getElementById("ballot-place");
    const holder = slot && slot.querySelector("template");
    if (!holder) return false;
    slot.appendChild(holder.content);
    holder.remove();
    const receipt = document.getElementById("receipt");
    if (receipt) receipt.hidden = true;
    const ballot = document.getElementById("ballot");
    keyOf(ballot);
    ballot.scrollIntoView({ block: "nearest" });
    ballot.querySelector(".choice-button").focus({ preventScroll: true });
    return true;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a[data-again]");
    if (!button) return;
    const ballot = button.closest("#ballot");
    if (ballot && button.name === "choice") {
      event.preventDefault();
      choose(ballot, button);
    } else if (ballot && button.hasAttribute("data-confirm")) {
      confirm(ballot);
    } else if (ballot && button.hasAttribute("data-back")) {
      goBack(ballot);
    } else if (button.hasAttribute("data-again") && voteAgain()) {
      event.preventDefault();
    }
  });

  const prepare = (root) => {
    const ballot = root.querySelector("#ballot");
    if (ballot) keyOf(ballot);
    return ballot;
  };

  /* A receipt stays on the page after the vote has ended; changing it is over then. */
  const overFor = (turnout) => {
    if (turnout.dataset.state === "open") return;
    document.querySelectorAll("#receipt [data-again]").forEach((each) => each.remove());
  };

  document.addEventListener("council:piece", (event) => {
    if (event.target.id === "turnout") overFor(event.target);
    const ballot = event.target.id === "ballot-place" && prepare(event.target);
    if (ballot) ballot.classList.add("arrived");
  });
  prepare(document);
})();
