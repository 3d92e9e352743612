"use strict";
const form = document.querySelector(".filters");
const output = form.querySelector("output");
const cards = Array.from(document.querySelectorAll(".conversation"));
const texts = new Map(cards.map((card) => [card, card.querySelector("summary").textContent.toLowerCase()]));
const wanted = () => Object.fromEntries(new FormData(form));

function suits(card, want) {
  const words = (want.find || "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = texts.get(card) + " " + card.id;
  return words.every((word) => text.includes(word)) &&
    ["verdict", "trigger", "persona", "queue"].every((key) => !want[key] || card.dataset[key] === want[key]) &&
    (!want.promise || card.dataset.promise.split(" ").includes(want.promise));
}

function filter() {
  const want = wanted();
  let shown = 0;
  for (const card of cards) {
    card.hidden = !suits(card, want);
    shown += card.hidden ? 0 : 1;
  }
  output.textContent = shown + " of " + cards.length + " shown";
}

function show() {
  const card = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (!card || !card.classList.contains("conversation")) return;
  if (card.hidden) { form.reset(); filter(); }
  card.open = true;
  card.scrollIntoView();
}

form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
for (const tile of document.querySelectorAll(".tile")) {
  tile.addEventListener("click", () => {
    form.reset();
    form.elements.verdict.value = tile.dataset.verdict;
    filter();
    document.getElementById("conversations").scrollIntoView();
  });
}
window.addEventListener("hashchange", show);
show();
