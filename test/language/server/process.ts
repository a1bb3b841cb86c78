/** Runs the Node bundle in a process of its own, over stdio, as any editor may do. */
import { spawn } from "node:child_process";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { Client } from "./client.js";

export interface Started {
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

/** Starts the bundle and connects to it; `args`: what makes it a server over stdio. */
export function startProcess(file: string, args: readonly string[] = ["--stdio"]): Started {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const { stdin, stdout } = child;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const client = new Client(createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin)));
  return {
    client,
    stop: async () => {
      await client.shutdown();
      await ended;
    },
  };
}
