import type { PanelView, ToWebview } from "../../language/picture/messages.js";
import type { Picture } from "../../language/picture/picture.js";
import { Receiver, type SentPicture } from "../../language/picture/wire.js";
import { linesOf } from "./place.js";

/** Pictures on their way from the server to the page: each end is sent only the blocks of steps that it does not have. */
export class Relay {
  private readonly receiver = new Receiver();
  private sent: SentPicture | null = null;
  private pageHas: ReadonlySet<string> = new Set();

  /** What the server need not send again. */
  get known(): readonly string[] {
    return this.receiver.known;
  }

  /**
   * Takes a picture of the server and reads every step that is new, so that the page is sent nothing that cannot be
   * read. Null when it lacks blocks: then it must be asked for again. Throws when it lacks blocks although it is whole.
   */
  take(sent: SentPicture): Picture | null {
    const picture = this.receiver.take(sent);
    if (picture === null) {
      if (this.known.length === 0) throw new TypeError("The server's picture is not whole.");
      this.receiver.forget();
      return null;
    }
    if (picture.run !== null) linesOf(picture.run.steps);
    this.sent = sent;
    return picture;
  }

  /** There is nothing to show any more. */
  clear(): void {
    this.sent = null;
  }

  /** The page is a new one. */
  pageIsNew(): void {
    this.pageHas = new Set();
  }

  /** The message that brings the page the picture; null when there is none. */
  message(step: number, view: PanelView): ToWebview | null {
    if (this.sent === null) return null;
    const picture = this.receiver.forward(this.sent, this.pageHas);
    this.pageHas = new Set(this.known);
    return { type: "picture", picture, step, view };
  }
}
