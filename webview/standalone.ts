/** An exported page: it has no host, so it answers the panel itself, from what was put into it. */
import { NO_VIEW } from "../language/picture/messages.js";
import type { PanelView, ToWebview } from "../language/picture/messages.js";
import { isFromWebview } from "../language/picture/validate.js";
import type { Exported } from "../language/picture/exported.js";

const LIGHT = "vscode-light";
const DARK = "vscode-dark";

function read(): Exported {
  const place = document.getElementById("exported");
  if (place === null) throw new Error("The page has no run in it.");
  return JSON.parse(place.textContent) as Exported;
}

const exported = read();
let kernel = exported.kernel;
let step = exported.step;
let view: PanelView = NO_VIEW;

function post(message: ToWebview): void {
  globalThis.postMessage(message, "*");
}

function show(): void {
  const told = exported.runs.find((run) => run.kernel === kernel) ?? exported.runs[0];
  if (told !== undefined) post({ type: "picture", picture: told.picture, step, view });
}

function answer(message: unknown): void {
  if (!isFromWebview(message)) return;
  switch (message.type) {
    case "ready":
      post({ type: "settings", settings: { sync: "off", key: true, alone: true } });
      show();
      return;
    case "select":
      kernel = exported.runs.find((run) => run.kernel === message.kernel)?.kernel ?? kernel;
      show();
      return;
    case "step":
      step = message.step;
      return;
    case "view":
      view = message.view;
      return;
    case "why": {
      const why = exported.runs.find((run) => run.kernel === kernel)?.whys[message.step - 1];
      if (why !== undefined && why !== null) post({ type: "why", version: message.version, why });
      return;
    }
    default:
      return;
  }
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const print = matchMedia("print");
/** Paper is white, whatever the reader prefers. */
function theme(): void {
  const isDark = dark.matches && !print.matches;
  document.body.classList.toggle(DARK, isDark);
  document.body.classList.toggle(LIGHT, !isDark);
}
dark.addEventListener("change", theme);
print.addEventListener("change", theme);
theme();

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({ postMessage: answer, setState: () => undefined }),
});
