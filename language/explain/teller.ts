/** Tells a run step by step, in order: what happened, and the causes of deaths and takings. */
import type { Phrase } from "../picture/picture.js";
import type { Run, RunStep } from "../run/index.js";
import { causeOf } from "./cause.js";
import { Chronicle } from "./chronicle.js";
import { happeningsOf } from "./happening.js";
import { endsHang, hangClause } from "./hang.js";
import { list, say } from "./phrase.js";
import { shortageWords } from "./shortage.js";

export interface Telling {
  readonly happenings: readonly string[];
  readonly causes: readonly { readonly kind: "killed" | "taken" | "bug"; readonly phrase: Phrase }[];
}

export class Teller {
  readonly #chronicle: Chronicle;

  constructor(run: Run) {
    this.#chronicle = new Chronicle(run);
  }

  /** Tells the next step; every step has to come, in order. */
  tell(step: RunStep): Telling {
    const chronicle = this.#chronicle;
    const takings = chronicle.takings.length;
    const causes: { kind: "killed" | "taken" | "bug"; phrase: Phrase }[] = [];
    for (const event of step.trace.events) {
      if (event.kind === "kill" && !endsHang(event))
        causes.push({
          kind: "killed",
          phrase: say`${{ name: chronicle.name(event.pid) }} is killed by ${{ signal: event.signal }}: ${causeOf(chronicle, event)}`,
        });
      if (event.kind === "bug")
        causes.push({
          kind: "bug",
          phrase: say`the kernel hits a BUG_ON in ${event.fn}: ${event.what}${event.fixed === null ? "" : ` (fixed in ${event.fixed})`}`,
        });
      if (event.kind === "hang")
        causes.push({
          kind: "bug",
          phrase: say`${hangClause("the access", event)}${event.fixed === null ? "" : ` (fixed in ${event.fixed})`}`,
        });
      chronicle.apply(event, step.number);
    }
    for (const taking of chronicle.takings.slice(takings)) {
      const victims = list(
        [...new Set(taking.victims.map((victim) => chronicle.name(victim.pid)))].map((name) => ({ name })),
      );
      const why = taking.shortage === null ? say`` : say` (${shortageWords(taking.shortage.shortage)})`;
      causes.push({
        kind: "taken",
        phrase: say`page ${{ page: taking.page }} is taken from ${victims}: ${{ name: chronicle.name(taking.by) }} made the mapping and must not die, and no page is left for a copy${why}`,
      });
    }
    chronicle.settle(step.trace);
    return { happenings: happeningsOf(step.trace.events, chronicle), causes };
  }
}
