// How a pool, a message, a user and a call look.
import { make, span, button, when } from "./dom.js";
import { isMarkup, mail } from "./mail.js";
import { curl } from "./lines.js";

export function poolItem(p) {
  return make("li", "pool", { "data-pool": p.id },
    span("who", p.name), span("label", "pool", ""),
    button("copy", p.id, "", { copy: p.id }, "Copy the pool id " + p.id),
    ...p.clients.flatMap((app) => [span("label", "client " + app.name, ""),
      button("copy", app.id, "", { copy: app.id, client: app.id }, "Copy the id of the client " + app.name + ", " + app.id)]));
}

// poolTag names the pool of an item where there are several.
const poolTag = (item) => item.pool
  ? button("pool", item.pool, "tag", { pool: (item.call || item).poolId }, "Show only the pool " + item.pool) : "";

const isID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// messageID names a message in the address of the page.
export const messageID = (m) => "m-" + m.sentAt.replace(/\D/g, "");

export function messageItem(m) {
  const item = make("li", "", { id: messageID(m), tabindex: "-1", "data-message": m.to, "data-username": m.username, "data-code": m.code });
  const named = m.username !== m.to && !isID.test(m.username);
  item.append(make("div", "row", null,
    span("who", m.to, m.username === m.to ? m.to : m.to + "\nusername " + m.username), named ? span("soft", m.username) : "",
    span("tag medium", m.medium), span("tag", m.purpose), poolTag(m),
    m.delivered ? "" : span("tag bad", "not delivered"),
    make("a", "at", { href: "#" + messageID(m), title: "Link to this message" }, when(m, m.sentAt))));
  const code = make("div", "code", null);
  if (m.code) {
    code.append(make("output", "", { "data-code": m.code }, m.code),
      button("copy", "Copy", "main", { copy: m.code }, "Copy the code " + m.code));
  }
  if (m.link) {
    // The link names the pool's domain; this server takes the same query.
    const here = "/confirmUser/" + m.link.slice(m.link.indexOf("?"));
    code.append(make("a", "open", { href: here, target: "_blank", rel: "noreferrer", "data-link": here }, "Open the link"));
  }
  if (code.children.length) item.append(code);
  if (m.error) item.append(make("div", "body bad-text", null, m.error));
  if (isMarkup(m)) item.append(mail(m));
  else if (m.subject || m.body) {
    item.append(make("div", "body", null, m.subject ? make("b", "", null, m.subject) : "", m.subject ? " " : "", m.body));
  }
  return item;
}

const statusClass = { CONFIRMED: "good", UNCONFIRMED: "wait", FORCE_CHANGE_PASSWORD: "wait", RESET_REQUIRED: "wait" };

export function userItem(u) {
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
    u.enabled ? "" : span("tag bad", "disabled"), poolTag(u), actions));
  const facts = make("div", "facts", null);
  const hidden = ["email_verified", "phone_number_verified"];
  const names = Object.keys(a).filter((name) => !hidden.includes(name) && name !== "sub").sort();
  for (const name of names.concat(a.sub ? "sub" : [])) {
    const fact = make("span", name === "sub" ? "fact sub" : "fact", null, name + " " + a[name]);
    if (a[name + "_verified"] === "true") fact.append(" ", make("span", "mark", null, "verified"));
    facts.append(fact);
  }
  item.append(facts);
  return item;
}

export function callItem(c) {
  const { call } = c;
  const summary = make("summary", "row", null,
    when(c, call.at), span("op", call.operation || "(no operation)"), span("name", call.username),
    call.error ? span("result bad-text", call.error) : span("result good-text", "ok", ""),
    span("client soft", c.client, call.clientId),
    call.hint ? make("span", "hint", null, "hint: " + call.hint) : "");
  const details = make("details", "", null, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(sides(c));
  });
  return make("li", "", { "data-call": call.operation, "data-error": call.error }, details, poolTag(c));
}

// sides are what was asked and what was answered, beside each other.
function sides({ call, ran }) {
  const side = (name, text, className) => make("div", "side", null, make("h3", "", null, name), make("pre", className, null, text));
  const request = side("Request", call.input === null ? "It could not be read." : JSON.stringify(call.input, null, 2));
  if (call.input !== null) {
    request.firstChild.append(button("copy", "Copy as curl", "", { copy: curl(location.origin, call), said: "Copied as curl. Put your own in place of REDACTED." }));
  }
  const answer = call.error ? side("Answer", call.error, "bad-text") : side("Answer", JSON.stringify(call.output, null, 2));
  const triggers = ran.map((r) => r.source + "  " + r.took + "  " + (r.error || r.result));
  return make("div", "sides", null, request, answer, triggers.length ? side("Triggers", triggers.join("\n")) : "");
}
