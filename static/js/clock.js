/* clock.js: the server's time on every screen: the wall clock and the time that a poll has left.
   A phone's own clock is often wrong; only its difference from main[data-now] is used. */
(function () {
  "use strict";

  const main = document.querySelector("main[data-now]");
  if (!main) return;
  const stamp = main.dataset.now;
  const ahead = Date.parse(stamp) + 500 - Date.now(); // the stamp was cut to a whole second

  /* The community's own zone, read from the stamp ("…+08:00"): a traveller's phone shows it too. */
  const zone = (() => {
    const found = /([+-])(\d\d):(\d\d)$/.exec(stamp);
    if (!found) return 0;
    const minutes = Number(found[2]) * 60 + Number(found[3]);
    return (found[1] === "-" ? -minutes : minutes) * 60000;
  })();

  const two = (number) => String(number).padStart(2, "0");

  const wall = (time) => {
    const local = new Date(time + zone);
    return two(local.getUTCHours()) + ":" + two(local.getUTCMinutes());
  };

  const left = (until, time) => {
    const seconds = Math.max(0, Math.ceil((Date.parse(until) - time) / 1000));
    return two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  /* A turn to speak: what is left, a warning at 30 seconds, then how long it is over. The clock
     ends nothing; the chair does. */
  const showTurn = (turn, time) => {
    // The page's idea of the server's time may be off by half a second: nobody has 02:01.
    const most = Number(turn.dataset.turnMost) * 1000;
    const ms = Math.min(Date.parse(turn.dataset.turnUntil) - time, most);
    const stage = ms < 0 ? "over" : ms <= 30000 ? "warn" : "run";
    if (turn.dataset.stage !== stage) turn.dataset.stage = stage;
    const seconds = ms < 0 ? Math.floor(-ms / 1000) : Math.ceil(ms / 1000);
    const text = (ms < 0 ? "+" : "") + two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
    turn.querySelectorAll("[data-turn-left]").forEach((each) => {
      write(each, text);
      each.hidden = false;
    });
    turn.querySelectorAll("[data-turn-still]").forEach((each) => {
      each.hidden = true;
    });
    turn.querySelectorAll("[data-turn-bar]").forEach((each) => {
      each.value = Math.max(0, ms / 1000);
      each.hidden = false;
    });
  };

  const show = () => {
    const time = Date.now() + ahead;
    document.querySelectorAll("[data-clock]").forEach((each) => write(each, wall(time)));
    document.querySelectorAll("[data-until]").forEach((each) => {
      write(each, left(each.dataset.until, time));
    });
    document.querySelectorAll("[data-left][hidden]").forEach((each) => {
      each.hidden = false;
    });
    document.querySelectorAll("[data-turn-until]").forEach((each) => showTurn(each, time));
    return time;
  };

  /* On the full second, so that all screens in one hall change together. */
  const tick = () => {
    const time = show();
    setTimeout(tick, 1000 - (time % 1000) + 5);
  };

  document.addEventListener("council:piece", show);
  tick();
})();
