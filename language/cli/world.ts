import type { Readable, Writable } from "node:stream";

/** What the command has of the world around it. */
export interface World {
  readonly args: readonly string[];
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
}
