/** Standard output, written to the last byte also when a pipe is slow; a closed pipe ends the work without a word. */
import type { Writable } from "node:stream";

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
