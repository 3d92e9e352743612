const log = document.getElementById("log");
const text = document.getElementById("text");
const state = document.getElementById("state");
const conversation = "web-" + crypto.randomUUID();
const speakers = {bot: "Assistant: ", customer: "You: "};

function show(kind, said) {
  const line = document.createElement("div");
  line.dir = "auto";
  line.className = kind === "event" ? "event" : "message " + kind;
  if (speakers[kind]) {
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = speakers[kind];
    line.append(who);
  }
  line.append(said);
  log.append(line);
  log.scrollTop = log.scrollHeight;
}

async function send(said) {
  const answer = await fetch("/chat", {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({conversation, id: crypto.randomUUID(), text: said}),
  });
  const reply = await answer.json();
  for (const message of reply.messages ?? []) show("bot", message.text);
  if (reply.handoff) {
    state.textContent = "A colleague has been called and sees this conversation";
    state.className = "person";
  }
  if (!answer.ok) show("event", "Not sent: " + (reply.error ?? "something went wrong."));
}

document.getElementById("form").addEventListener("submit", async event => {
  event.preventDefault();
  const said = text.value;
  text.value = "";
  text.focus();
  show("customer", said);
  try {
    await send(said);
  } catch {
    show("event", "Not sent: the assistant cannot be reached.");
  }
});

show("bot", "Hello! I am the shop's assistant. How can I help you with your order?");
text.focus();
