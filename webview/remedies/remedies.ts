/** What would have saved whoever comes to harm: each a button that does it, with the outcome that it was seen to have. */
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { verdictIcon } from "../icon.js";
import type { Part, Room, Scene } from "../part.js";
import type { Incoming } from "../host.js";
import type { RemedyChoice } from "../../language/picture/picture.js";

const OF_DEATHS = { saves: "What would save it", moves: "What would only change who dies" } as const;
const OF_FAILURES = { saves: "What would make the call succeed", moves: "What would only change what fails" } as const;

interface Question {
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
  /** The step whose harm is meant; null = the first of the run. */
  readonly step: number | null;
}

export class RemediesPart implements Part {
  readonly #room: Room;
  #asked: Question | null = null;
  #remedies: readonly RemedyChoice[] | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  tool(): null {
    return null;
  }

  strip(): null {
    return null;
  }

  page(): null {
    return null;
  }

  aside(scene: Scene): View {
    const question = questionOf(scene);
    if (question === null) return null;
    this.#ask(question);
    const { step, version } = question;
    const titles = scene.story.deaths.some(({ fault }) => fault) ? OF_DEATHS : OF_FAILURES;
    const remedies = this.#remedies ?? [];
    const saving = remedies.filter(({ saves }) => saves);
    const moving = remedies.filter(({ saves }) => !saves);
    const take = (remedy: RemedyChoice): void => {
      this.#room.send({ type: "remedy", version, step, index: remedies.indexOf(remedy) });
    };
    return html(
      "div",
      { class: "remedies" },
      [
        saving.length === 0 ? null : list(titles.saves, "saves", saving, take),
        moving.length === 0 ? null : list(titles.moves, "moves", moving, take),
      ],
      { key: "remedies" },
    );
  }

  run(): false {
    return false;
  }

  receive(message: Incoming): boolean {
    if (message.type !== "remedies") return false;
    if (message.version === this.#asked?.version && message.step === this.#asked.step) {
      this.#remedies = message.remedies;
      this.#room.redraw();
    }
    return true;
  }

  #ask(question: Question): void {
    const { version, scenario, kernel, step } = question;
    const asked = this.#asked;
    if (asked?.version === version && asked.scenario === scenario && asked.kernel === kernel && asked.step === step)
      return;
    // What is known of another step of the same run is not shown for this one; of the version before it is, until the new one is there.
    if (asked?.scenario !== scenario || asked.kernel !== kernel || asked.step !== step) this.#remedies = null;
    this.#asked = question;
    this.#room.send({ type: "remedies", version, step });
  }
}

/** What is asked while this is shown; null when nobody comes to harm, or something is tried already. */
function questionOf({ picture, story, step }: Scene): Question | null {
  if (picture.whatIf !== null || picture.brokenLine !== null) return null;
  if (story.deaths.length === 0 && story.failures.length === 0) return null;
  const { scenario, kernel } = story.run;
  const harmful =
    story.deaths.some((death) => death.step === step) || story.failures.some((fail) => fail.step === step);
  return { version: picture.version, scenario, kernel, step: harmful ? step : null };
}

function list(
  title: string,
  kind: string,
  remedies: readonly RemedyChoice[],
  take: (remedy: RemedyChoice) => void,
): ElementView {
  return html(
    "section",
    { class: `remedy-list ${kind}`, "aria-label": title },
    [
      html("h2", {}, [title]),
      ...remedies.map((remedy) =>
        html(
          "button",
          { class: "remedy", type: "button", "aria-label": `${remedy.title}: ${remedy.outcome}` },
          [
            html("span", { class: "remedy-title" }, [remedy.title]),
            html("span", { class: "remedy-outcome" }, [verdictIcon(remedy.saves ? "fine" : "dies"), remedy.outcome]),
          ],
          {
            key: remedy.title,
            on: {
              click: () => {
                take(remedy);
              },
            },
          },
        ),
      ),
    ],
    { key: kind },
  );
}
