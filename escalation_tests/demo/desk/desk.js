const SHOWN = 50, EVERY = 1000;
const cases = document.getElementById("cases");
const count = document.getElementById("count");
const news = document.getElementById("news");
const drawn = new Map();

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = typeof text === "string" ? text : JSON.stringify(text);
  if (kind) made.className = kind;
  return made;
}

function line(who, said, kind) {
  const made = element("li", undefined, kind), words = element("span", said);
  words.dir = "auto";
  made.append(element("b", who), words);
  return made;
}

function head(conversation, handoff) {
  const made = element("div", undefined, "head");
  made.append(element("h2", conversation), element("span", handoff.queue ?? "no queue", "tag"));
  const level = ["urgent", "high"].includes(handoff.priority) ? handoff.priority : "";
  for (const [text, kind] of [[handoff.priority, level], [handoff.reason], [handoff.language]])
    if (text) made.append(element("span", String(text).replaceAll("_", " "), "tag " + (kind ?? "")));
  if (typeof handoff.created_at === "number") {
    const when = new Date(handoff.created_at * 1000);
    made.append(element("time", isNaN(when) ? "" : when.toLocaleTimeString()));
  }
  return made;
}

function facts(handoff) {
  const list = element("dl"), known = Object.entries(handoff.customer ?? {});
  const steps = Array.isArray(handoff.attempted_steps) ? handoff.attempted_steps : [];
  if (steps.length) known.push(["already tried", steps.join(", ").replaceAll("_", " ")]);
  for (const [name, value] of known)
    list.append(element("dt", name.replaceAll("_", " ")), element("dd", value));
  return list;
}

function transcript(handoff, later) {
  const made = element("details"), lines = element("ol");
  const said = Array.isArray(handoff.transcript) ? handoff.transcript : [];
  made.open = true;
  made.append(element("summary", "Transcript"), lines);
  for (const one of said)
    lines.append(line(one?.author ?? "?", one?.text ?? "", one?.author === "customer" ? "customer" : ""));
  for (const one of later) lines.append(line("customer, waiting", one.text ?? "", "later"));
  return made;
}

function article(item) {
  const handoffs = item.deliveries.filter(one => one.event === "handoff");
  const later = item.deliveries.filter(one => one.event === "message");
  const handoff = handoffs.at(-1) ?? {};
  const made = element("article", undefined, ["urgent", "high"].includes(handoff.priority) ? handoff.priority : "");
  made.append(head(item.conversation_id, handoff));
  if (handoffs.length > 1) made.append(element("p", `Arrived ${handoffs.length} times`, "summary"));
  if (handoff.summary) made.append(element("p", handoff.summary, "summary"));
  made.append(facts(handoff), transcript(handoff, later));
  return made;
}

function draw(item) {
  const before = drawn.get(item.conversation_id), size = item.deliveries.length;
  if (before?.size === size) return before.made;
  const made = article(item);
  if (before) made.querySelector("details").open = before.made.querySelector("details").open;
  drawn.set(item.conversation_id, {size, made});
  return made;
}

function redraw(all) {
  const fresh = all.filter(item => !drawn.has(item.conversation_id)).length;
  const wanted = all.map(draw);
  wanted.forEach((made, place) => {
    if (cases.children[place] !== made) cases.insertBefore(made, cases.children[place] ?? null);
  });
  while (cases.children.length > wanted.length) cases.lastChild.remove();
  const kept = new Set(all.map(item => item.conversation_id));
  for (const id of drawn.keys()) if (!kept.has(id)) drawn.delete(id);
  count.textContent = all.length >= SHOWN ? `The latest ${SHOWN} handoffs`
    : all.length === 1 ? "1 handoff" : all.length ? `${all.length} handoffs` : "No handoffs yet";
  if (fresh) news.textContent = fresh === 1 ? "A new handoff" : `${fresh} new handoffs`;
}

let seen = "";
async function look() {
  try {
    const answer = await fetch("/handoffs?latest=" + SHOWN);
    const tag = answer.headers.get("etag");
    if (!answer.ok) throw new Error(answer.statusText);
    if (tag !== seen) redraw(await answer.json());
    seen = tag;
  } catch {
    count.textContent = "The desk cannot be reached";
    seen = "";
  }
  setTimeout(look, EVERY);
}
look();
