import type { Disposable, LogOutputChannel } from "vscode";
import type { PanelView, ToWebview } from "../../language/picture/messages.js";
import type { Picture } from "../../language/picture/picture.js";
import type { PictureParams } from "../../language/server/protocol.js";
import type { LanguageService } from "../client/service.js";
import { loadScenarioFile, openScenarioFile } from "../language.js";
import { Latest } from "./latest.js";
import { Relay } from "./relay.js";
import { whenSlow } from "./slow.js";

const LONGEST_WAIT_MS = 500;

interface House {
  readonly service: LanguageService;
  readonly log: LogOutputChannel;
}

/** Who is fed. */
export interface Fed {
  /** What to ask for; null = nobody looks. */
  readonly question: () => Omit<PictureParams, "known"> | null;
  /** Takes a new picture. */
  readonly show: (picture: Picture) => void;
  /** Tells that a question takes long, and that it is over. */
  readonly busy: (busy: boolean) => void;
}

/** Pictures of one document, asked of the server: of several questions under way only the last one counts. */
export class Feed implements Disposable {
  private readonly house: House;
  private readonly fed: Fed;
  private readonly relay = new Relay();
  private readonly asking = new Latest();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  /** Something changed since the last picture. */
  private outdated = true;
  /** Milliseconds from the last question to its picture. */
  private cost = 0;

  constructor(house: House, fed: Fed) {
    this.house = house;
    this.fed = fed;
  }

  /** The last picture is not of what there is now. */
  get isOutdated(): boolean {
    return this.outdated;
  }

  /** There are new results. A picture that takes long is asked for less often, so that typing has the machine for itself. */
  refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), Math.min(this.cost, LONGEST_WAIT_MS));
  }

  /** Asks for a picture of the text as it is now. */
  async refresh(): Promise<void> {
    this.asking.dispose();
    if (this.disposed) return;
    this.outdated = true;
    const question = this.fed.question();
    if (question === null) return;
    const { uri } = question;
    const asking = this.asking.next();
    const over = whenSlow(this.fed.busy);
    const overtaken = (): boolean => asking.isCancellationRequested;
    const begin = performance.now();
    try {
      await loadScenarioFile(uri);
      if (overtaken()) return;
      const sent = await this.house.service.picture({ ...question, known: this.relay.known }, asking);
      // From here on nothing may be awaited: what is checked now must still be true when it is shown.
      if (overtaken() || openScenarioFile(uri)?.version !== sent.version) return;
      const picture = this.relay.take(sent);
      if (picture === null) {
        // Another server, or one that has forgotten: it is asked for everything.
        this.refreshSoon();
        return;
      }
      this.outdated = false;
      this.cost = performance.now() - begin;
      this.fed.show(picture);
    } catch (error) {
      if (!overtaken()) this.house.log.error(`No picture of ${uri}:`, error);
    } finally {
      over();
    }
  }

  /** There is nothing to show any more. */
  clear(): void {
    this.relay.clear();
  }

  /** The page is a new one and has nothing yet. */
  pageIsNew(): void {
    this.relay.pageIsNew();
  }

  /** The message that brings the page the last picture; null when there is none. */
  message(step: number, view: PanelView): ToWebview | null {
    return this.relay.message(step, view);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.asking.dispose();
  }
}
