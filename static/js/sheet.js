/* sheet.js: beside a ballot with several options, how much is marked so far. It decides nothing:
   the server says what is too much, and the ballot works without this script. */
(function () {
  "use strict";

  const sheet = document.querySelector("[data-sheet]");
  const sum = document.querySelector("[data-sum]");
  if (!sheet || !sum) return;

  const most = Number(sheet.dataset.most);
  const say = (name, values) =>
    sum.dataset[name].replace(/%\((\w+)\)s/g, (_, key) => String(values[key]));
  const numbers = () =>
    Array.from(sheet.querySelectorAll("input[type=number], select"))
      .map((one) => Number(one.value))
      .filter(Boolean);

  const marked = () => {
    const found = Array.from(sheet.querySelectorAll("input:checked"));
    const fen = found.reduce((all, one) => all + Number(one.dataset.cost || 0), 0);
    const parts = [say(most ? "chosenOf" : "chosen", { n: found.length, most })];
    if (fen) parts.push(say("money", { money: (fen / 100).toLocaleString("en") }));
    return parts;
  };

  const dots = () => {
    const n = numbers().reduce((all, one) => all + one, 0);
    return [say(n > most ? "dotsOver" : "dots", { n, left: most - n, over: n - most })];
  };

  const ranks = () => {
    const found = numbers();
    const twice = found.find((one, at) => found.indexOf(one) !== at);
    return [twice ? say("twice", { n: twice }) : say("ranks", { n: found.length })];
  };

  const ways = { many: marked, dots, rank: ranks };
  const way = ways[sheet.dataset.sheet];
  if (!way) return;

  const show = () => {
    sum.textContent = way().join("，");
    sum.hidden = false;
  };
  sheet.addEventListener("input", show);
  sheet.addEventListener("change", show);
  show();
})();
