/** What would have saved whoever comes to harm: each a button that does it, with the outcome that it was seen to have. */
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { verdictIcon } from "../icon.js";
import type { Part, Room, Scene } from "../part.js";
import type { Incoming } from "../host.js";
import type { RemedyChoice } from "../../language/picture/picture.js";

const SAVES_DEATHS = "What would save it";
const SAVES_FAILURES = "What would make the call succeed";
/** Somebody else dies, or a call fails in place of a death. */
const MOVES = "What would only change what goes wrong";

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
    const title = isOnlyFailure(scene) ? SAVES_FAILURES : SAVES_DEATHS;
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
        saving.length === 0 ? null : list(title, "saves", saving, take),
        moving.length === 0 ? null : list(MOVES, "moves", moving, take),
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

/** Nobody dies by a fault and the kernel goes on: what goes wrong is a call. */
function isOnlyFailure({ story }: Scene): boolean {
  const dies = story.deaths.some(({ fault }) => fault) || story.run.verdict.outcome === "hang";
  return story.failures.length > 0 && !dies && story.broken === null;
}

/** What is asked while this is shown; null when nobody comes to harm, or something is tried already. */
function questionOf({ picture, story, step }: Scene): Question | null {
  if (picture.whatIf !== null || picture.brokenLine !== null) return null;
  if (story.deaths.length === 0 && story.failures.length === 0 && story.broken === null) return null;
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
            html("span", { class: "remedy-outcome" }, [verdictIcon(remedy.comesTo), remedy.outcome]),
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
