// The embedded shop on Microsoft's Bot Framework, and Direct Line for it without Azure:
//
//   python -m escalation_tests.demo bot --port 8765 --desk http://127.0.0.1:8766/
//   NODE_PATH=build/real/botframework/node_modules node tests/real/botframework/bot.js \
//       --brain http://127.0.0.1:8765/chat --port 3978
//
// What the customer wants is understood by the brain; activities, transcripts and the handoff
// event are the framework's own. A connector posts activities to /api/messages; customers come
// by Direct Line at /v3/directline. The first line on standard output says where it listens.

const express = require("express");
const directline = require("offline-directline");
const {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  EventFactory,
} = require("botbuilder");

const told = console.log;
console.log = () => {}; // offline-directline is talkative

const given = process.argv.slice(2);
const option = (name, otherwise) =>
  given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : otherwise;
const brain = option("brain");
const broken = option("transcript"); // none, late or swapped: how it goes wrong

const transcripts = new Map(); // conversation -> the activities of which it consists

function noted(activity, from) {
  const conversation = activity.conversation.id;
  const kept = transcripts.get(conversation) ?? [];
  transcripts.set(conversation, [...kept, { type: "message", from, text: activity.text }]);
}

// What the human is given; the ways to break it are those that real bots have.
function transcript(conversation) {
  const activities = transcripts.get(conversation);
  if (broken === "none") return undefined;
  if (broken === "late") {
    const last = activities.findLastIndex(({ from }) => from.role === "user");
    return { activities: activities.slice(0, last) };
  }
  if (broken !== "swapped") return { activities };
  const other = { user: "bot", bot: "user" };
  return {
    activities: activities.map((each) => ({
      ...each,
      from: { ...each.from, role: other[each.from.role] },
    })),
  };
}

async function understood(activity) {
  const asked = {
    conversation: activity.conversation.id,
    id: activity.id,
    text: activity.text ?? "",
    customer: { name: activity.from.name ?? "" },
  };
  const reply = await fetch(brain, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
  });
  if (!reply.ok) throw new Error(`the brain answered ${reply.status}`);
  return reply.json();
}

class ShopBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const { activity } = context;
      noted(activity, { id: activity.from.id, role: "user" });
      const { messages, handoff } = await understood(activity);
      for (const { text } of messages) {
        await context.sendActivity(text);
        noted({ ...activity, text }, { id: activity.recipient?.id ?? "bot", role: "bot" });
      }
      if (handoff) {
        const { queue, ...rest } = handoff;
        const told = transcript(activity.conversation.id);
        await context.sendActivity(
          EventFactory.createHandoffInitiation(context, { Skill: queue, ...rest }, told),
        );
      }
      await next();
    });
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
adapter.onTurnError = async (context, error) => {
  console.error(error);
  await context.sendActivity("The bot encountered an error or bug.");
};
const bot = new ShopBot();

const app = express();
const server = app.listen(Number(option("port", "0")), "127.0.0.1", () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  const line = directline.getRouter(address, `${address}/api/messages`);
  app.use("/v3", line); // customers, at the addresses that Direct Line has
  app.use(line); // the bot's answers
  app.post("/api/messages", express.json(), (request, response) =>
    adapter.process(request, response, (context) => bot.run(context)),
  );
  told(JSON.stringify({ listening: address }));
});
