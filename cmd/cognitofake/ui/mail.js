// Mail that is markup: rendered in a sandbox, as text, and as its source.
import { make } from "./dom.js";

export const isMarkup = (m) => m.medium === "EMAIL" && /<(!doctype|[a-z][a-z0-9]*)(\s[^<>]*)?\/?>/i.test(m.body);

// mail is a line that opens to the mail. What opens is made when it does.
export function mail(m) {
  const text = textOf(m.body);
  const line = make("summary", "body", null, make("b", "", null, m.subject), " ", text.replace(/\s+/g, " "));
  const details = make("details", "mail", null, line);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(tabs(m, text));
  });
  return details;
}

// tabs show the mail in one of three ways.
function tabs(m, text) {
  const ways = [
    // The answer has a policy of its own: no script, nothing from elsewhere.
    ["HTML", () => make("iframe", "", {
      src: "/_cognitofake/inbox/mail?" + new URLSearchParams({ poolId: m.poolId, username: m.username, sentAt: m.sentAt }), title: "The mail to " + m.to,
      sandbox: "allow-popups allow-popups-to-escape-sandbox",
    })],
    ["Text", () => make("pre", "", null, text)],
    ["Source", () => make("pre", "", null, m.body)],
  ];
  const bar = make("div", "tabs", { role: "tablist", "aria-label": "Ways to see the mail" });
  const panel = make("div", "panel", { role: "tabpanel", id: "panel-" + m.sentAt, tabindex: "0" });
  const choose = (chosen) => {
    for (const [i, tab] of Array.from(bar.children).entries()) {
      tab.setAttribute("aria-selected", String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
    }
    panel.setAttribute("aria-label", ways[chosen][0]);
    panel.replaceChildren(ways[chosen][1]());
  };
  for (const [i, [name]] of ways.entries()) {
    const tab = make("button", "", { type: "button", role: "tab", "aria-controls": panel.id }, name);
    tab.addEventListener("click", () => choose(i));
    bar.append(tab);
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (Array.from(bar.children).indexOf(event.target) + step + ways.length) % ways.length;
    choose(next);
    bar.children[next].focus();
  });
  choose(0);
  const blocked = /<(img|link|style|body|table|td)\b[^>]*(https?:)?\/\/[^>]*>/i.test(m.body)
    ? make("p", "soft", null, "Images and styles from elsewhere are not loaded.") : "";
  return make("div", "reader", null, bar, panel, blocked);
}

// textOf is markup as text, with the addresses of its links. The document that
// it makes is inert: nothing in it runs or is loaded.
function textOf(markup) {
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  for (const element of parsed.querySelectorAll("script, style, title")) element.remove();
  for (const link of parsed.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href");
    if (link.textContent.trim() !== address) link.append(" (" + address + ")");
  }
  for (const element of parsed.querySelectorAll("br, p, div, tr, li, h1, h2, h3, h4, h5, h6, table")) element.after("\n");
  for (const element of parsed.querySelectorAll("td, th")) element.after(" ");
  return (parsed.body?.textContent || "").replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
