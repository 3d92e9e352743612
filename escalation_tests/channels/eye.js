// Watches one document of a chat, and tells what is on the screen whenever something moves.
(how) => {
  if (window.__escalation_eye) return;
  const MOST = 2000, OFTEN = 50, CHEAP = 4;
  const LOGS = ["[role=log],[role=feed]", "[aria-live=polite],[aria-live=assertive]", "[role=list]"];
  const ITEMS = "article,[role=article],[role=listitem],li,[role=status]";
  const LIVE = "[aria-live],[role=log],[role=status],[role=alert],output";
  const DEAF = "script,style,template,noscript,svg,input,textarea,select";
  const TOOLS = "button,time,[role=button],[role=toolbar]";
  const roots = new Set(), shadows = new WeakMap(), numbers = new WeakMap();
  const told = new Map(), spoken = [];
  const named = Math.random().toString(36).slice(2);
  let elements = 0, reports = 0, last = "", due = false, whole = false, cost = 0;

  // --- the tree, shadow roots included

  const join = (root) => {
    if (roots.has(root)) return;
    roots.add(root);
    observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
    for (const kind of ["transitionend", "animationend", "load"]) root.addEventListener(kind, look, true);
    enter(root);
  };
  const enter = (node) => {
    if (node.shadowRoot) join(shadow(node));
    if (node.querySelectorAll) {
      for (const each of node.querySelectorAll("*")) if (each.shadowRoot) join(shadow(each));
    }
  };
  const shadow = (host) => host.shadowRoot || shadows.get(host);
  const parent = (element) => {
    const root = element.getRootNode();
    return element.parentElement || (root instanceof ShadowRoot ? root.host : null);
  };
  const above = (element, selector) => {
    for (let at = element; at; at = parent(at)) if (at.matches(selector)) return at;
    return null;
  };
  const holds = (outer, inner) => {
    for (let at = inner; at; at = parent(at)) if (at === outer) return true;
    return false;
  };
  const line = (element) => {
    const hosts = [element];
    for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
      hosts.unshift(root.host);
    }
    return hosts;
  };
  const earlier = (one, other) => {
    const left = line(one), right = line(other);
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] === right[i]) continue;
      return left[i].compareDocumentPosition(right[i]) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    }
    return left.length - right.length;
  };
  const all = (selector) => {
    const found = [];
    for (const root of roots) {
      if (root.isConnected) found.push(...root.querySelectorAll(selector));
    }
    return roots.size > 1 ? found.sort(earlier) : found;
  };
  const inside = (outer, selector) => all(selector).filter((each) => each !== outer && holds(outer, each));
  const is = (element, selector) => element.matches(selector) || inside(element, selector).length > 0;

  // --- what a person sees

  const visible = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const clipped = (element, style) => {
    if (style.position !== "absolute" && style.position !== "fixed") return false;
    const box = element.getBoundingClientRect();
    return box.width <= 1 && box.height <= 1;
  };
  const words = (node, out, look) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (look.seen) out.push(look.pre ? node.data : node.data.replace(/[ \t\r\n\f]+/g, " "));
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      element_words(node, out, look);
    }
  };
  const element_words = (element, out, look) => {
    if (element.localName === "br") out.push("\n");
    if (element.matches(look.skip) || look.without.has(element)) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || style.opacity === "0" || clipped(element, style)) return;
    const block = !/^(inline|contents|ruby)/.test(style.display);
    const inner = { ...look, pre: /^(pre|break-spaces)/.test(style.whiteSpace), seen: style.visibility === "visible" };
    if (block) out.push("\n");
    for (const child of children(element)) words(child, out, inner);
    if (block) out.push("\n");
  };
  const children = (element) => {
    const root = shadow(element);
    if (root) return root.childNodes;
    const slotted = element.localName === "slot" ? element.assignedNodes() : [];
    return slotted.length ? slotted : element.childNodes;
  };
  const text = (element, skip, without) => {
    const out = [];
    words(element, out, { skip, without, pre: false, seen: true });
    return out.join("").replace(/[ \t]*\n\s*/g, "\n").replace(/ {2,}/g, " ").trim();
  };

  // --- the bubbles

  const ignored = how.ignore ? `,${how.ignore}` : "";
  const outermost = (found) => {
    const set = new Set(found);
    const nested = (element) => {
      for (let at = parent(element); at; at = parent(at)) if (set.has(at)) return true;
      return false;
    };
    return found.filter((each) => !nested(each));
  };
  const bubbles = () => {
    const found = how.messages ? all(how.messages) : guessed();
    const kept = how.ignore ? found.filter((each) => !above(each, how.ignore)) : found;
    return outermost(kept);
  };
  const guessed = () => {
    for (const selector of LOGS) {
      const log = all(selector).find(visible);
      if (!log) continue;
      const items = inside(log, ITEMS);
      return items.length ? items : [...children(log)].filter((each) => each.nodeType === 1);
    }
    return [];
  };
  const said = (bubble) => {
    if (!visible(bubble)) return "";
    const parts = how.text ? outermost(inside(bubble, how.text)) : [bubble];
    const shown = parts.filter(visible).map((part) => text(part, `${DEAF},${TOOLS}${ignored}`, new Set()));
    return shown.filter(Boolean).join("\n").slice(0, how.most + 1);
  };
  const author = (bubble) => {
    for (const who of ["customer", "human", "system"]) if (how[who] && is(bubble, how[who])) return who;
    return how.customer === null ? null : "bot";
  };
  const marks = (bubble) => {
    const found = [];
    for (const { name, value } of bubble.attributes) {
      if (name.startsWith("data-") || name === "aria-roledescription") found.push(...value.split(/[\s_-]+/).slice(0, 4));
      if (name === "aria-label") found.push(value.split(/\s+/)[0]);
    }
    for (const each of bubble.classList) found.push(...each.split(/[_-]+/));
    return found.slice(0, 40).map((word) => word.slice(0, 40));
  };
  const flat = (words) => words.replace(/\s+/g, " ").trim();
  const heard = (bubble, what) => {
    const region = above(bubble, LIVE);
    const live = region && region.getAttribute("aria-live") !== "off" && !above(bubble, "[aria-hidden=true]");
    return Boolean(live) || spoken.some((each) => each.includes(flat(what)));
  };
  const listen = () => {
    for (const region of all(LIVE)) {
      const now = flat(region.textContent);
      if (!now || now === spoken[spoken.length - 1] || spoken.includes(now)) continue;
      spoken.push(now.slice(-20000));
      if (spoken.length > OFTEN) spoken.shift();
    }
  };
  const state = (bubble) => {
    const what = said(bubble), who = author(bubble);
    return {
      text: what,
      name: (how.id && bubble.getAttribute(how.id)) || "",
      who,
      marks: who === null ? marks(bubble) : [],
      live: Boolean(what) && heard(bubble, what),
    };
  };
  const number = (bubble) => {
    if (!numbers.has(bubble)) numbers.set(bubble, ++elements);
    return numbers.get(bubble);
  };
  const shows = (selector) => (selector ? all(selector).find(visible) : undefined);
  const words_at = (element) => (element ? text(element, DEAF, new Set()).slice(0, 300) : null);

  // --- telling

  const tell = (report) => {
    reports += 1;
    window.__escalation_tell(JSON.stringify({ document: named, number: reports, ...report }));
  };
  const report = () => {
    listen();
    const found = bubbles(), fresh = {};
    if (found.length > MOST) return tell({ broken: `more than ${MOST} bubbles are on the page` });
    for (const bubble of found) {
      const now = state(bubble), key = JSON.stringify(now), at = number(bubble);
      if (told.get(at) === key) continue;
      told.set(at, key);
      fresh[at] = now;
    }
    const screen = { order: found.map(number), busy: Boolean(shows(how.busy)) };
    screen.signal = words_at(shows(how.signal));
    screen.queue = words_at(shows(how.queue));
    const now = JSON.stringify(screen);
    if (now === last && Object.keys(fresh).length === 0) return;
    last = now;
    tell({ ...screen, fresh, whole });
    whole = false;
  };
  const look = () => {
    if (due) return;
    due = true;
    // Right away, but never more than half of the page's time.
    if (cost < CHEAP) queueMicrotask(looked);
    else setTimeout(looked, cost);
  };
  const looked = () => {
    const began = performance.now();
    due = false;
    try {
      report();
    } catch (error) {
      tell({ broken: String(error).slice(0, 300) });
    }
    cost = performance.now() - began;
  };
  const changed = (changes) => {
    for (const change of changes) change.addedNodes.forEach(enter);
    look();
  };
  const observer = new MutationObserver(changed);
  const leaving = () => {
    changed(observer.takeRecords());
    looked();
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (...settings) {
    const root = attach.apply(this, settings);
    shadows.set(this, root);
    join(root);
    look();
    return root;
  };
  const eye = {
    // All that is on the screen, told once more.
    again: () => {
      told.clear();
      last = "";
      whole = true;
      report();
    },
    // What is on the screen beside the bubbles.
    around: () => text(document.body, `${DEAF}${ignored}`, new Set(bubbles())).slice(0, 20000),
  };
  Object.defineProperty(window, "__escalation_eye", { value: eye });
  join(document);
  document.addEventListener("DOMContentLoaded", look);
  // What waits for its turn is told before the page goes: afterwards nobody is left to tell it.
  // A page may be torn down right after `pagehide`, and changes may come after `beforeunload`.
  for (const kind of ["beforeunload", "pagehide"]) window.addEventListener(kind, leaving);
  look();
}
