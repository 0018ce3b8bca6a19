// The inbox: it draws each event of the live stream, and hears keys and presses.
import { byId, make, button, clock, day, draw } from "./dom.js";
import { poolItem, messageID, messageItem, userItem, callItem } from "./items.js";
import { firstSteps } from "./lines.js";
import { act, copy, sure, toast } from "./actions.js";

let view = null; // the newest event
let shown = {}; // the search that it answers
let arrived = null; // when
let lost = false;
let pool = ""; // whose items are shown alone
let events, retry, typed;

const filter = byId("filter");
const wanted = () => ({
  q: filter.value.trim(), poolId: pool, errors: byId("errors").getAttribute("aria-pressed") === "true" ? "1" : "",
});

const parts = [
  { name: "message", key: messageID, build: messageItem, at: (m) => m.sentAt },
  { name: "user", key: (u) => u.poolId + "|" + u.attributes.sub, build: userItem, at: (u) => u.createdAt },
  { name: "call", key: (c) => String(c.number), build: callItem, at: (c) => c.call.at },
];

function render(live) {
  const pools = new Map(view.pools.map((p) => [p.id, p.name || p.id]));
  const clients = new Map(view.pools.flatMap((p) => p.clients.map((app) => [app.id, app.name || app.id])));
  draw(byId("pools"), view.pools, (p) => p.id, poolItem);
  for (const { name, key, build, at } of parts) {
    const items = view[name + "s"].map((item) => {
      const { poolId, clientId } = item.call || item;
      return {
        ...item,
        pool: pools.size > 1 && poolId ? pools.get(poolId) || poolId : "",
        client: clients.get(clientId) || clientId,
        day: day(at(item), view.clock.now),
      };
    });
    draw(byId(name + "s"), items, key, build, live);
    byId(name + "s").classList.toggle("dated", items.some((item) => item.day));
    byId(name + "s").classList.toggle("tagged", pools.size > 1);
    byId(name + "-count").textContent = count(items.length, view.found[name + "s"], view.total[name + "s"]);
    drawEmpty(name, items.length === 0);
  }
  drawHeader(pools);
  document.title = (view.total.messages ? "(" + view.total.messages + ") " : "") + "cognitofake";
}

// count says how many are shown of how many, where that is not all.
function count(here, found, total) {
  if (found === total) return here === total ? String(total || "") : "newest " + here + " of " + total;
  return here === found ? found + " of " + total : "newest " + here + " of " + found + " found in " + total;
}

// drawEmpty says why a list is empty, and how to go on.
function drawEmpty(name, empty) {
  const box = byId(name + "s-empty");
  box.hidden = !empty;
  if (!empty) return;
  const searched = view.total[name + "s"] > 0;
  const steps = name === "message" && !searched ? firstSteps(location.origin, view.pools) : [];
  const words = searched && shown.q ? `Nothing matches "${shown.q}".`
    : searched && shown.errors && name === "call" ? "No call has failed."
    : searched ? "This pool has none."
    : name === "user" ? "Nobody has signed up."
    : name === "call" ? "Nothing has been asked of this server."
    : "No message yet. Sign somebody up, and the code appears here" + (steps.length ? ":" : ".");
  const state = JSON.stringify([words, ...steps]);
  if (box.state === state) return;
  box.state = state;
  box.replaceChildren(words);
  if (searched) box.append(button("unfilter", "Clear", "", {}, "Clear the search"));
  if (steps.length) {
    box.append(make("ol", "steps", null, ...steps.map((line) => make("li", "", null,
      make("code", "", null, line), button("copy", "Copy", "", { copy: line, said: "Copied the command" }, "Copy the command")))));
  }
}

function drawHeader(pools) {
  byId("clock").hidden = view.clock.advanced === "0s";
  byId("clock").textContent = "clock +" + view.clock.advanced;
  byId("clock").title = "It is " + view.clock.now + " for the server";
  byId("pool").hidden = !shown.poolId;
  byId("pool").textContent = (pools.get(shown.poolId) || shown.poolId) + " \u00d7";
  byId("pool").setAttribute("aria-label", byId("pool").textContent + " Show all pools again");
  draw(byId("faults"), view.faults, (f) => [f.operation, f.error, f.at].join("|"), (f) => {
    const words = f.operation + (f.at ? " loses its message: " : " fails: ") + f.error + (f.times ? " (" + f.times + " times)" : "");
    const badge = button("mend", words, "badge bad", {}, words + ". Press to clear all faults");
    badge.title = "Press to clear all faults";
    return badge;
  });
  const throttled = view.faults.some((f) => f.operation === "SignUp" && !f.at && !f.times);
  byId("menu").querySelector("[data-action=throttle]").hidden = throttled;
  byId("menu").querySelector("[data-action=mend]").hidden = view.faults.length === 0;
}

// stopped says since when nothing of the server is seen.
const stopped = () => "The server has stopped" +
  (arrived ? "; what you see is from " + clock(arrived).slice(0, 5) : "") + ".";

function state(name, words) {
  lost = name === "lost";
  document.body.classList.toggle("stale", lost);
  byId("status").dataset.state = name;
  byId("status").textContent = words;
  byId("lost").hidden = !lost;
  byId("lost").textContent = lost ? stopped() : "";
}

// connect asks for events of what is searched now; what was there stays until
// the first of them.
function connect() {
  clearTimeout(retry);
  events?.close();
  const search = wanted();
  events = new EventSource("/_cognitofake/inbox/live?" + new URLSearchParams(search));
  events.onmessage = (event) => {
    const before = view;
    const same = Boolean(view) && JSON.stringify(search) === JSON.stringify(shown);
    view = JSON.parse(event.data);
    shown = search;
    arrived = new Date();
    state("live", "live");
    render(same);
    if (!before) return follow();
    const newest = view.messages[0];
    if (same && newest && newest.sentAt !== before.messages[0]?.sentAt && view.total.messages > before.total.messages) {
      toast("Message to " + newest.to + (newest.code ? ", code " + newest.code : ""));
    }
  };
  events.onerror = async () => {
    const closed = events;
    clearTimeout(retry);
    // A server that answers is one with too many pages open.
    const alive = await fetch("/_cognitofake/health").then((answer) => answer.ok, () => false);
    if (closed !== events) return; // another search has begun
    if (alive) state("connecting", "connecting");
    else state("lost", "stopped");
    closed.close();
    retry = setTimeout(connect, 1000);
  };
}

function search(text) {
  filter.value = text;
  connect();
}

// follow goes to the message that the address names.
function follow() {
  if (!/^#m-\d+$/.test(location.hash)) return;
  const item = byId(location.hash.slice(1));
  if (item) item.focus();
  else toast("The message of this link is not among those shown", true);
}

const press = {
  copy: ({ copy: text, said }) => copy(text, said),
  pool: (data) => {
    pool = data.pool;
    connect();
  },
  unfilter: () => {
    pool = "";
    byId("errors").setAttribute("aria-pressed", "false");
    search("");
    filter.focus();
  },
  errors: (data, pressed) => {
    pressed.setAttribute("aria-pressed", String(pressed.getAttribute("aria-pressed") !== "true"));
    connect();
  },
  keys: () => byId("keys").showModal(),
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-action]");
  if (!pressed) return;
  const data = pressed.dataset;
  const own = press[data.action];
  if (!own && !lost && !sure(pressed)) return;
  if (byId("menu").contains(pressed)) byId("menu").hidePopover();
  if (own) own(data, pressed);
  else if (lost) toast(stopped(), true);
  else act(data, stopped);
});

// step goes to the next message or the previous one.
function step(by) {
  const items = Array.from(byId("messages").children);
  const at = items.indexOf(document.activeElement?.closest("#messages > li"));
  items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))]?.focus();
}

const keys = {
  "/": () => filter.focus(),
  "?": () => byId("keys").showModal(),
  j: () => step(1),
  k: () => step(-1),
  o: () => {
    const mail = (document.activeElement?.closest("#messages > li") || byId("messages")).querySelector("details.mail");
    if (mail) mail.open = !mail.open;
    else toast("This message is shown whole", true);
  },
  c: () => {
    const code = byId("messages").querySelector("output");
    if (code) copy(code.dataset.code);
    else toast(view?.messages.length ? "No message that is shown has a code" : shown.q ? "No message is shown" : "There is no code yet", true);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  const target = event.target;
  if (target === filter) {
    if (event.key === "Escape") {
      filter.blur();
      search("");
    }
  } else if (event.key === "Enter" && target.dataset?.message !== undefined) {
    if (target.dataset.code) copy(target.dataset.code);
    else toast("This message has no code", true);
  } else if (event.key === "Escape" && filter.value && !byId("menu").matches(":popover-open")) {
    search("");
  } else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

filter.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(connect, 120);
});
addEventListener("hashchange", follow);
byId("endpoint").textContent = location.origin;
byId("endpoint").dataset.copy = location.origin;
byId("endpoint").setAttribute("aria-label", "Copy the endpoint " + location.origin);
connect();
