// What a press does, and the short notice of how it went.
import { byId, make } from "./dom.js";

let timer;
export function toast(text, bad) {
  const box = byId("toast");
  box.textContent = text;
  box.className = bad ? "shown bad" : "shown";
  clearTimeout(timer);
  timer = setTimeout(() => { box.className = bad ? "bad" : ""; }, bad ? 6000 : 1800);
}

export async function copy(text, said) {
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
  toast(said || "Copied " + text);
}

// ask sends a request of the page; whether it went well is told. stopped says
// what a request that nobody answers means.
async function ask(method, path, body, said, stopped) {
  let answer;
  try {
    answer = await fetch("/_cognitofake/" + path, {
      method,
      headers: { "Content-Type": "application/json", "X-Cognitofake-Inbox": "1" },
      body: body && JSON.stringify(body),
    });
  } catch {
    return toast(stopped(), true);
  }
  if (answer.ok) return toast(said);
  toast((await answer.json()).error, true);
}

// act does what a button of the data says.
export function act({ action, pool, username, by }, stopped) {
  const user = { poolId: pool, username };
  const [method, path, body, said] = {
    confirm: ["POST", "inbox/confirm", user, "Confirmed " + username],
    resend: ["POST", "inbox/resend", user, "Sent a new code to " + username],
    delete: ["POST", "inbox/delete", user, "Deleted " + username],
    clear: ["DELETE", "messages", null, "Cleared the messages"],
    reset: ["POST", "reset", null, "Reset"],
    advance: ["POST", "clock", { advance: by }, "Advanced the clock by " + by],
    throttle: ["POST", "faults", { operation: "SignUp", error: "TooManyRequestsException", times: 0 }, "SignUp is throttled"],
    mend: ["DELETE", "faults", null, "Cleared the faults"],
  }[action];
  return ask(method, path, body, said, stopped);
}

const really = { delete: "Really delete?", reset: "Really reset?" };

// sure asks for a second press before something is lost.
export function sure(pressed) {
  const question = really[pressed.dataset.action];
  if (!question || pressed.classList.contains("sure")) return true;
  const label = pressed.textContent;
  const name = pressed.getAttribute("aria-label");
  pressed.classList.add("sure");
  pressed.textContent = question;
  pressed.removeAttribute("aria-label");
  setTimeout(() => {
    pressed.classList.remove("sure");
    pressed.textContent = label;
    if (name) pressed.setAttribute("aria-label", name);
  }, 3000);
  return false;
}
