import type { RemedyChoice } from "../../language/picture/picture.js";
import type { Remedies, RemediesParams } from "../../language/server/protocol.js";
import type { LanguageService } from "../client/service.js";

type Remedy = Remedies[number];

interface Listed {
  readonly version: number;
  readonly step: number | null;
  readonly remedies: Remedies;
}

/** The remedies that the page shows. Their edits stay here: the page says which one by its number. */
export class ListedRemedies {
  private readonly service: LanguageService;
  private listed: Listed | undefined;

  constructor(service: LanguageService) {
    this.service = service;
  }

  /** Asks for the remedies; null when the run is not that of the version any more. */
  async ask(question: RemediesParams): Promise<readonly RemedyChoice[] | null> {
    const remedies = await this.service.remedies(question);
    if (remedies === null) return null;
    this.listed = { version: question.version, step: question.step, remedies };
    return remedies.map(({ title, outcome, comesTo, saves }) => ({ title, outcome, comesTo, saves }));
  }

  /** The remedy of that number of the last list; undefined when that was another list. */
  find(version: number, step: number | null, index: number): Remedy | undefined {
    if (this.listed?.version !== version || this.listed.step !== step) return undefined;
    return this.listed.remedies[index];
  }
}
