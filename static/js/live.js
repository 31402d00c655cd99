/* live.js: keeps a page of a meeting equal to what the server knows.

   The socket pushes; a page that missed something, or cannot have a socket, asks for what it
   lacks. Nothing that somebody is filling in is ever taken away. See docs/front-end.md. */
(function () {
  "use strict";

  const main = document.querySelector("main[data-socket]");
  if (!main) return;

  const SILENCE = 10000; // no frame for so long: the line is dead, whatever the browser thinks
  const PATIENCE = 8000; // for a connection or an answer
  const POLL = 4000;
  const PRESS = 2000; // a finger that stays longer is no press any more
  const RETRY_SOCKET = 30000;
  const FAILURES = 3;
  const GONE = 1008; // not allowed any more: the page asks the server who it is

  let seq = Number(main.dataset.seq);
  let mode = "start"; // start, on, wait, poll
  let socket = null;
  let lastFrame = 0;
  let failures = 0;
  let connectTimer = 0;
  let pollTimer = 0;
  let catching = null;
  let behind = 0;
  let counted = 0; // votes that were counted from here
  let pressedAt = -Infinity; // when a finger came down that is not up yet
  const held = new Map(); // id of a piece → the newest frame's HTML, kept while it is filled in

  const now = () => performance.now();
  const jitter = (most) => Math.random() * most;
  const query = (since) => "?since=" + since + "&screen=" + main.dataset.screen;

  const show = (state) => {
    mode = state;
    const place = document.getElementById("connection");
    const shown = state === "start" ? "wait" : state;
    if (place && place.dataset.state !== shown) place.dataset.state = shown;
  };

  /* ---- Pieces ---- */

  const controls = (root) => root.querySelectorAll("input:not([type=hidden]), select, textarea");

  const isDirty = (control) => {
    if (control.form && control.form.hasAttribute("data-sent")) return false;
    if (control.tagName === "SELECT") {
      const options = Array.from(control.options);
      const given = options.findIndex((option) => option.defaultSelected);
      return control.selectedIndex !== Math.max(given, 0);
    }
    if (control.type === "checkbox" || control.type === "radio") {
      return control.checked !== control.defaultChecked;
    }
    return control.value !== control.defaultValue;
  };

  const isFilledIn = (piece) => {
    if (piece.hasAttribute("data-busy") || piece.querySelector("[data-busy]")) return true;
    const focused = document.activeElement;
    if (!piece.contains(focused) || !focused.form) return false;
    return Array.from(controls(focused.form)).some(isDirty);
  };

  /* What the reader has opened, typed or put the focus on is carried over by id. */
  const carryOver = (from, to) => {
    from.querySelectorAll("details[id][open]").forEach((each) => {
      const twin = to.querySelector("#" + CSS.escape(each.id));
      if (twin) twin.open = true;
    });
    controls(from).forEach((each) => {
      if (!each.id || !isDirty(each)) return;
      const twin = to.querySelector("#" + CSS.escape(each.id));
      if (twin && twin.tagName === each.tagName) twin.value = each.value;
    });
  };

  const follow = (piece) => {
    const box = piece.closest("[data-follow]");
    return box && box.scrollHeight - box.scrollTop - box.clientHeight < 80 ? box : null;
  };

  /* The control that was used may be gone: then its piece has the focus, and not the next control,
     which a second Enter would press. */
  const refocus = (handle, piece) => {
    const again = handle && document.querySelector(handle);
    if (!again) piece.tabIndex = -1;
    (again || piece).focus({ preventScroll: true });
  };

  /* How a control is found again: by its id, the head of a box by the box. */
  const handleOf = (control) => {
    if (control.id) return "#" + CSS.escape(control.id);
    const box = control.matches("summary") && control.parentElement.id;
    return box ? "#" + CSS.escape(box) + " > summary" : "";
  };

  const swap = (old, fresh) => {
    const inside = old.contains(document.activeElement);
    const focused = inside ? handleOf(document.activeElement) : "";
    const box = follow(old);
    carryOver(old, fresh);
    old.replaceWith(fresh);
    if (box) box.scrollTop = box.scrollHeight;
    if (inside) refocus(focused, fresh);
    if (window.htmx) window.htmx.process(fresh);
    fresh.dispatchEvent(new CustomEvent("council:piece", { bubbles: true }));
  };

  /* ---- Nothing moves under a thumb ---- */

  /* A control that is replaced between finger down and finger up would swallow the press. */
  const isPressed = () => now() - pressedAt < PRESS;

  const press = () => {
    pressedAt = now();
  };

  const letGo = () => {
    pressedAt = -Infinity;
    setTimeout(release, 0); // after the click
  };

  const isInView = (each) => {
    const box = each.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < window.innerHeight;
  };

  /* What somebody is at, or is about to press. */
  const anchor = () => {
    const focused = document.activeElement;
    const candidates = [main.contains(focused) ? focused : null, document.getElementById("ballot")];
    return candidates.find((each) => each && each !== main && isInView(each));
  };

  /* What comes in above pushes the rest down: the page is scrolled by as much. */
  const keepStill = (change) => {
    const fixed = anchor();
    if (!fixed) {
      change();
      return;
    }
    const style = document.documentElement.style;
    const top = fixed.getBoundingClientRect().top;
    style.overflowAnchor = "none"; // or the browser would scroll a second time
    change();
    const again = fixed.isConnected ? fixed : fixed.id && document.getElementById(fixed.id);
    if (again) window.scrollBy(0, again.getBoundingClientRect().top - top);
    requestAnimationFrame(() => {
      style.overflowAnchor = "";
    });
  };

  /* A push knows nobody: it never overwrites what this page alone knows about the same thing. */
  const isOwn = (old, fresh, personal) =>
    !personal && old.hasAttribute("data-own") && old.dataset.keep === fresh.dataset.keep;

  /* The ballot that is being sent from here is there already: only its answer got lost. */
  const isCounted = (old, fresh) => {
    const ballot = old.querySelector("[data-rev]");
    return Boolean(ballot && fresh.dataset.own && ballot.dataset.rev !== fresh.dataset.own);
  };

  const place = (id, html, personal) => {
    const old = document.getElementById(id);
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    held.delete(id);
    if (!old || !fresh || fresh.id !== id || isOwn(old, fresh, personal)) return;
    const gives = fresh.hasAttribute("data-force") || (personal && isCounted(old, fresh));
    if (isPressed() || (isFilledIn(old) && !gives)) {
      held.set(id, { html, personal });
      return;
    }
    swap(old, fresh);
  };

  const release = () => {
    if (held.size === 0 || isPressed()) return;
    keepStill(() => {
      Array.from(held).forEach(([id, { html, personal }]) => place(id, html, personal));
    });
  };

  const apply = (frame, personal) => {
    if (typeof frame.seq !== "number" || frame.seq < seq) return;
    if (!frame.pieces) {
      if (frame.seq > seq) fallBehind(frame.seq);
      return;
    }
    keepStill(() => {
      Object.keys(frame.pieces).forEach((id) => place(id, frame.pieces[id], personal));
    });
    seq = frame.seq;
    main.dataset.seq = String(seq);
  };

  /* ---- Catching up ---- */

  const reload = () => {
    const last = Number(sessionStorage.getItem("council.reload") || 0);
    if (Date.now() - last < 30000) {
      startPolling();
      return;
    }
    sessionStorage.setItem("council.reload", String(Date.now()));
    location.reload();
  };

  /* The viewer's ballot was counted. Whoever sent it from here has the answer by now or soon; a
     page that shows another revision, or none, was not the one that sent it. */
  const expectBallot = (rev) => {
    setTimeout(() => {
      if (!main.querySelector(`[data-own="${Number(rev)}"]`)) startOver();
    }, 1000 + jitter(1000));
  };

  /* What was asked for before a vote was counted from here no more knows who is looking. */
  const count = () => {
    counted += 1;
    held.forEach((each) => {
      each.personal = false;
    });
  };

  const fetchPieces = async (since) => {
    const before = counted;
    const aborter = new AbortController();
    const timer = setTimeout(() => aborter.abort(), PATIENCE);
    try {
      const answer = await fetch(main.dataset.live + query(since), {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
        signal: aborter.signal,
      });
      if (answer.status === 204) return true;
      if ([401, 403, 404].includes(answer.status) || answer.redirected) reload();
      if (!answer.ok) return false;
      const frame = await answer.json();
      apply(frame, before === counted);
      return true;
    } catch (error) {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };

  const catchUp = () => {
    if (!catching) {
      catching = fetchPieces(seq).finally(() => {
        catching = null;
      });
    }
    return catching;
  };

  /* What this viewer alone may see has changed without a new number: ask for everything. */
  const startOver = () => fetchPieces("");

  /* The heartbeat runs ahead of a frame that is still on its way: wait a moment before asking. */
  const fallBehind = (number) => {
    behind = Math.max(behind, number);
    setTimeout(() => {
      if (seq < behind) catchUp();
    }, 300 + jitter(700));
  };

  /* ---- The socket ---- */

  const drop = () => {
    const old = socket;
    socket = null;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = old.onerror = null;
    old.close();
  };

  const reconnect = (most) => {
    drop();
    clearTimeout(connectTimer);
    if (failures >= FAILURES) {
      startPolling();
      return;
    }
    show("wait");
    connectTimer = setTimeout(connect, 200 + jitter(most));
  };

  const fail = (most) => {
    failures += 1;
    reconnect(Math.min(most * 2 ** failures, 8000));
  };

  const onClose = (event) => {
    socket = null;
    if (event.code === GONE) {
      setTimeout(reload, jitter(1500));
      return;
    }
    fail(1000);
  };

  const onFrame = (event) => {
    lastFrame = now();
    failures = 0;
    try {
      const frame = JSON.parse(event.data);
      apply(frame, frame.own === true);
      if ("rev" in frame) expectBallot(frame.rev);
    } catch (error) {
      catchUp();
    }
  };

  const onOpen = () => {
    lastFrame = now();
    stopPolling();
    show("on");
  };

  function connect() {
    drop();
    const address = new URL(main.dataset.socket + query(seq), location.href);
    address.protocol = address.protocol.replace("http", "ws");
    lastFrame = now();
    try {
      socket = new WebSocket(address);
    } catch (error) {
      fail(1000);
      return;
    }
    socket.onopen = onOpen;
    socket.onmessage = onFrame;
    socket.onclose = onClose;
  }

  const watch = () => {
    release();
    if (socket && now() - lastFrame > (socket.readyState === 1 ? SILENCE : PATIENCE)) {
      failures += 1;
      drop();
      if (mode === "on") catchUp();
      reconnect(1500);
    }
  };

  /* ---- Without a socket: ask every four seconds, and try the socket now and then ---- */

  const poll = async () => {
    await catchUp();
    if (mode === "poll") pollTimer = setTimeout(poll, POLL * (0.75 + jitter(0.5)));
  };

  function startPolling() {
    drop();
    clearTimeout(connectTimer);
    connectTimer = setTimeout(connect, RETRY_SOCKET * (0.75 + jitter(0.5)));
    if (mode === "poll") return;
    show("poll");
    poll();
  }

  const stopPolling = () => clearTimeout(pollTimer);

  /* ---- Coming back: phones sleep, and the line dies without a word ---- */

  const comeBack = () => {
    if (document.visibilityState !== "visible") return;
    catchUp();
    if (mode === "poll") return;
    const alive = socket && socket.readyState === 1 && now() - lastFrame < SILENCE / 2;
    if (!alive) {
      failures = 0;
      reconnect(800);
    }
  };

  /* A double click on "begin" must not also press the "end" that has come in its place. */
  const onlyOnce = (event) => {
    if (event.detail < 2 || !event.target.closest("[data-once]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  document.addEventListener("click", onlyOnce, true);
  document.addEventListener("pointerdown", press, true);
  document.addEventListener("pointerup", letGo, true);
  document.addEventListener("pointercancel", letGo, true);
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) comeBack();
  });
  window.addEventListener("online", comeBack);
  window.addEventListener("pagehide", drop);
  document.addEventListener("council:catch-up", startOver);
  document.addEventListener("focusout", () => setTimeout(release, 0));
  document.addEventListener("council:free", release);
  document.addEventListener("council:counted", count);

  window.councilLive = Object.freeze({
    state: () => ({ seq, mode, failures, held: Array.from(held.keys()) }),
  });

  document.querySelectorAll("[data-follow]").forEach((box) => {
    box.scrollTop = box.scrollHeight;
  });
  show("start");
  connect();
  setInterval(watch, 1000);
})();
