import { workspace, type LogOutputChannel } from "vscode";
import { RevealOutputChannelOn, type LanguageClientOptions } from "vscode-languageclient";
import type { Start } from "../../language/server/protocol.js";
import { FILES, LANGUAGE_ID } from "../language.js";
import { serverSettings } from "../settings.js";

export const CLIENT_ID = "hugetlb";
export const CLIENT_NAME = "HugeTLB";

/** What a client needs from the house. */
export interface ClientSurroundings {
  readonly log: LogOutputChannel;
  /** What the server is told at every start, beside the settings. */
  readonly start: () => Start;
}

/** What the client is told in both hosts. */
export function clientOptions({ log, start }: ClientSurroundings): LanguageClientOptions {
  return {
    documentSelector: [{ language: LANGUAGE_ID }],
    outputChannel: log,
    // The log is there for who looks for it; it never opens by itself.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: (): Start => ({ ...serverSettings(), ...start() }),
    // Included files that no editor has open change on disk.
    synchronize: { fileEvents: workspace.createFileSystemWatcher(FILES) },
  };
}
