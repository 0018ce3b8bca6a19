"use strict";
// The inbox. All that it shows comes as one event after each change; every
// text of it goes into the page by textContent, never as markup.

const byId = (id) => document.getElementById(id);
let view = { pools: [], users: [], messages: [], calls: [], total: { users: 0, messages: 0, calls: 0 } };
let first = true;

// make builds an element: its class, its attributes, its children.
function make(name, className, attributes, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const span = (className, text) => make("span", className, null, text);

function button(action, label, className, data, what) {
  const attributes = { type: "button", "data-action": action, "aria-label": what || label };
  for (const [key, value] of Object.entries(data)) attributes["data-" + key] = value;
  return make("button", className, attributes, label);
}

function clock(at) {
  const date = new Date(at);
  return make("time", "", { datetime: at, title: date.toLocaleString() }, date.toLocaleTimeString());
}

// draw shows items in a list, and leaves alone the elements of those that
// have not changed: what is open stays open, and the focus where it is. live
// says that new ones are news, and not a filter's doing.
function draw(list, items, key, build, live) {
  const old = new Map(Array.from(list.children, (child) => [child.dataset.key, child]));
  const seen = new Map();
  let place = list.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const times = seen.get(name) || 0;
    seen.set(name, times + 1);
    const id = name + "#" + times;
    const state = JSON.stringify(item);
    let element = old.get(id);
    if (element && element.state !== state) {
      const focused = element.contains(document.activeElement) ? document.activeElement.dataset.action : null;
      const fresh = build(item);
      if (place === element) place = fresh;
      element.replaceWith(fresh);
      element = fresh;
      if (focused) (element.querySelector(`[data-action="${focused}"]`) || element.querySelector("button"))?.focus();
    } else if (!element) {
      element = build(item);
      if (live) element.classList.add("fresh");
    }
    element.state = state;
    element.dataset.key = id;
    old.delete(id);
    if (element === place) place = place.nextElementSibling;
    else list.insertBefore(element, place);
  }
  for (const element of old.values()) element.remove();
}

function drawPools() {
  draw(byId("pools"), view.pools, (p) => p.id, (p) => make("div", "pool", { "data-pool": p.id },
    span("who", p.name),
    button("copy", p.id, "", { copy: p.id }, "Copy the pool id " + p.id),
    ...p.clients.map(({ id }) => button("copy", id, "", { copy: id, client: id }, "Copy the client id " + id))));
}

function messageItem(m) {
  const item = make("li", "", { "data-message": m.to, "data-username": m.username });
  item.append(make("div", "row", null,
    span("who", m.to), m.username === m.to ? "" : span("soft", m.username), span("tag", m.medium), span("tag", m.purpose),
    m.delivered ? "" : span("tag bad", "not delivered"), clock(m.sentAt)));
  const code = make("div", "code", null);
  if (m.code) {
    code.append(make("output", "", { "data-code": m.code }, m.code),
      button("copy", "Copy", "main", { copy: m.code }, "Copy the code " + m.code));
  }
  if (m.link) {
    // The link names the pool's domain; this server takes the same query.
    const here = "/confirmUser/" + m.link.slice(m.link.indexOf("?"));
    code.append(make("a", "", { href: here, target: "_blank", rel: "noreferrer", "data-link": here }, "Open the link"));
  }
  if (code.children.length) item.append(code);
  if (m.error) item.append(make("div", "body bad-text", null, m.error));
  const body = make("div", "body", null);
  if (m.subject) body.append(make("b", "", null, m.subject), " ");
  body.append(m.body);
  if (m.subject || m.body) item.append(body);
  return item;
}

const statusClass = { CONFIRMED: "good", UNCONFIRMED: "wait", FORCE_CHANGE_PASSWORD: "wait", RESET_REQUIRED: "wait" };

function userItem(u) {
  const a = u.attributes;
  const who = { pool: u.poolId, username: u.username };
  const item = make("li", "", { "data-user": u.username, "data-status": u.status });
  const actions = make("div", "actions", null);
  if (u.status === "UNCONFIRMED") {
    actions.append(button("confirm", "Confirm", "", who, "Confirm " + u.username),
      button("resend", "New code", "", who, "Send a new code to " + u.username));
  }
  actions.append(button("delete", "Delete", "", who, "Delete " + u.username));
  item.append(make("div", "row", null,
    span("who", a.email && u.username === a.sub ? a.email : u.username),
    span("tag " + (statusClass[u.status] || "bad"), u.status),
    u.enabled ? "" : span("tag bad", "disabled"), actions));
  const facts = make("div", "facts", null);
  const hidden = ["email_verified", "phone_number_verified"];
  for (const name of Object.keys(a).sort()) {
    if (hidden.includes(name)) continue;
    const fact = span("fact", name + " " + a[name]);
    if (a[name + "_verified"] === "true") fact.append(" ", span("mark", "verified"));
    facts.append(fact);
  }
  item.append(facts);
  return item;
}

function callItem({ call }) {
  const hint = call.hint;
  const summary = make("summary", "row", null,
    clock(call.at), span("op", call.operation || "(no operation)"), span("name", call.username),
    call.error ? span("result bad-text", call.error) : span("result good-text", "ok"),
    span("client soft mono", call.clientId),
    hint ? span("hint", "hint: " + hint) : "");
  const text = "request " + JSON.stringify(call.input, null, 2) +
    (call.output === null ? "" : "\nanswer " + JSON.stringify(call.output, null, 2));
  return make("li", "", { "data-call": call.operation, "data-error": call.error },
    make("details", "", null, summary, make("pre", "", null, text)));
}

function render(live) {
  const wanted = byId("filter").value.trim().toLowerCase();
  const shown = (items) => wanted ? items.filter((item) => JSON.stringify(item).toLowerCase().includes(wanted)) : items;
  drawPools();
  for (const [name, total, key, build] of [
    ["message", view.total.messages, (m) => [m.sentAt, m.poolId, m.username, m.to, m.purpose, m.code].join("|"), messageItem],
    ["user", view.total.users, (u) => u.poolId + "|" + u.attributes.sub, userItem],
    ["call", view.total.calls, (c) => String(c.number), callItem],
  ]) {
    const items = shown(view[name + "s"]);
    draw(byId(name + "s"), items, key, build, live);
    byId(name + "s-empty").hidden = total > 0;
    byId(name + "-count").textContent = items.length === total ? String(total || "") : items.length + " of " + total;
  }
  document.title = (view.total.messages ? "(" + view.total.messages + ") " : "") + "cognitofake";
}

let toastTimer;
function toast(text, bad) {
  const box = byId("toast");
  box.textContent = text;
  box.className = bad ? "shown bad" : "shown";
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.className = bad ? "bad" : ""; }, bad ? 6000 : 1800);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Over plain HTTP from another machine there is no clipboard but this.
    const area = make("textarea", "hidden", null);
    area.value = text;
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    if (!done) return toast("This browser does not let the page copy. The text is " + text, true);
  }
  toast("Copied " + text);
}

async function act(what, poolId, username) {
  const answer = await fetch("/_cognitofake/inbox/" + what, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Cognitofake-Inbox": "1" },
    body: JSON.stringify({ poolId, username }),
  });
  if (answer.ok) return toast({ confirm: "Confirmed ", resend: "Sent a new code to ", delete: "Deleted " }[what] + username);
  toast((await answer.json()).error, true);
}

// sure asks for a second press before somebody is deleted.
function sure(pressed) {
  if (pressed.classList.contains("sure")) return true;
  pressed.classList.add("sure");
  pressed.textContent = "Really delete?";
  setTimeout(() => {
    pressed.classList.remove("sure");
    pressed.textContent = "Delete";
  }, 3000);
  return false;
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-action]");
  if (!pressed) return;
  const { action, copy: text, pool, username } = pressed.dataset;
  if (action === "copy") copy(text);
  else if (action !== "delete" || sure(pressed)) act(action, pool, username).catch((error) => toast(String(error), true));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const filter = byId("filter");
  if (event.target === filter) {
    if (event.key === "Escape") {
      filter.value = "";
      filter.blur();
      render(false);
    }
  } else if (event.key === "/") {
    event.preventDefault();
    filter.focus();
  } else if (event.key === "c") {
    const code = view.messages.find((m) => m.code);
    if (code) copy(code.code);
    else toast("There is no code yet", true);
  }
});

byId("filter").addEventListener("input", () => render(false));
byId("endpoint").textContent = location.origin;
byId("copy-endpoint").dataset.copy = location.origin;

function connect() {
  const state = (name) => {
    byId("status").dataset.state = name;
    byId("status").textContent = name === "live" ? "live" : "no connection";
  };
  const events = new EventSource("/_cognitofake/inbox/live");
  events.onopen = () => state("live");
  events.onmessage = (event) => {
    const before = view.total.messages;
    view = JSON.parse(event.data);
    render(!first);
    const newest = view.messages[0];
    if (!first && newest && view.total.messages > before) toast("Message to " + newest.to + (newest.code ? ", code " + newest.code : ""));
    first = false;
  };
  events.onerror = () => {
    state("lost");
    if (events.readyState === EventSource.CLOSED) { // refused, and not tried again by itself
      setTimeout(connect, 2000);
    }
  };
}
connect();
