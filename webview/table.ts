/** The steps in view as a table, for readers who cannot see the timeline. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import type { Story } from "./story/story.js";
import { written } from "./number.js";
import { resultWords } from "./speech.js";

export function tableView(story: Story, from: number, to: number, open: boolean, toggle: () => void): ElementView {
  const button = html(
    "button",
    { class: "link table-button", type: "button", "aria-expanded": open ? "true" : "false" },
    [open ? "Hide the table of steps" : "Show the steps as a table"],
    {
      key: "button",
      on: {
        click: () => {
          toggle();
        },
      },
    },
  );
  return html(
    "div",
    { class: open ? "steps-table open" : "steps-table" },
    [button, open ? rows(story, from, to) : null],
    { key: "table" },
  );
}

function rows(story: Story, from: number, to: number): ElementView {
  const cell = (text: string): ElementView => html("td", {}, [text]);
  const body: ElementView[] = [];
  for (let number = from; number <= to; number++) {
    const step = story.step(number);
    if (step === null) continue;
    const available = step.counters.free - step.counters.rsvd;
    body.push(
      html(
        "tr",
        {},
        [
          cell(String(number)),
          cell(step.actor ?? "sysctl"),
          cell(step.text),
          cell(resultWords(step.result) ?? "ok"),
          cell(written(available)),
        ],
        { key: String(number) },
      ),
    );
  }
  const heads = ["Step", "Process", "Action", "Result", "Available"].map((name) =>
    html("th", { scope: "col" }, [name]),
  );
  return html("table", {}, [html("thead", {}, [html("tr", {}, heads)]), html("tbody", {}, body)], { key: "rows" });
}
