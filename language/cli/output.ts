/** Standard output, written to the last byte also when a pipe is slow; a closed pipe ends the work without a word. */
import type { Writable } from "node:stream";

/** Control characters, but for line ends, tabs and the colours that the command itself writes; and those of writing direction. */
const STEERING =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /\u001B(?!\[[\d;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu;

export class Output {
  readonly #stream: Writable;
  #closed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      this.#closed = true;
    });
  }

  /** True when nobody reads any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Writes for people: what a file has for characters that steer a terminal, or turn its lines round, is only marked. */
  async show(text: string): Promise<void> {
    await this.write(text.replace(STEERING, "\uFFFD"));
  }

  /** Resolves when the text has left this process, or nobody reads any more. */
  async write(text: string): Promise<void> {
    if (this.#closed || text === "") return;
    await new Promise<void>((resolve) => {
      this.#stream.write(text, () => {
        resolve();
      });
    });
  }
}
