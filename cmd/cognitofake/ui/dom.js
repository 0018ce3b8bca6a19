// Elements and lists. Every text goes into the page by textContent, never as markup.

export const byId = (id) => document.getElementById(id);

// make builds an element: its class, its attributes, its children.
export function make(name, className, attributes, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// span is a text that is cut off where it does not fit; its title has it whole.
export const span = (className, text, title = text) => make("span", className, title ? { title } : null, text);

export function button(action, label, className, data, what) {
  const attributes = { type: "button", "data-action": action, "aria-label": what || label };
  for (const [key, value] of Object.entries(data)) attributes["data-" + key] = value;
  return make("button", className, attributes, label);
}

// clock is a time of day, 13:49:44.654.
export function clock(at) {
  const date = new Date(at);
  const digits = (n, width) => String(n).padStart(width, "0");
  return digits(date.getHours(), 2) + ":" + digits(date.getMinutes(), 2) + ":" + digits(date.getSeconds(), 2) +
    "." + digits(date.getMilliseconds(), 3);
}

// day is the date of a time, or nothing if it is the date of another.
export function day(at, other) {
  const date = new Date(at);
  return date.toDateString() === new Date(other).toDateString() ? "" : date.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

export const when = (item, at) => make("time", "", { datetime: at, title: at }, item.day ? item.day + " " + clock(at) : clock(at));

// draw shows items in a list, and leaves alone the elements of those that
// have not changed: what is open stays open, and the focus where it is. live
// says that new ones are news, and not a search's doing.
export function draw(list, items, key, build, live) {
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
      const fresh = build(item);
      if (place === element) place = fresh;
      replace(element, fresh);
      element = fresh;
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

// replace puts a newer element in the place of one, open and focused as that was.
function replace(element, fresh) {
  const active = document.activeElement;
  const action = element.contains(active) ? active.dataset.action : null;
  const self = active === element;
  const open = Array.from(element.querySelectorAll("details"), (details) => details.open);
  element.replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((details, i) => { details.open = Boolean(open[i]); });
  if (self) fresh.focus();
  else if (action) (fresh.querySelector(`[data-action="${action}"]`) || fresh.querySelector("button"))?.focus();
}
