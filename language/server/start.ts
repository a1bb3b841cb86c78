/** What a client says of itself when it starts: settings, and what it can do beyond LSP's own words. Another editor's says nothing of it. */
import type { InitializeParams } from "vscode-languageserver";
import { COMMIT_KERNELS, type KernelId, PLAIN_KERNELS } from "../../engine/index.js";
import type { Abilities } from "../features/completion.js";
import type { HintKinds } from "../features/inlay-hints.js";
import { MAX_STEPS } from "../limits.js";
import { type Guard, isBoolean, isCount, isListOf, isObject, isOneOf, isString } from "../picture/guard.js";
import type { ExploreSettings, Settings, Start } from "./protocol.js";

/** Asks the client to ask for code lenses again. */
export const LENS_REFRESH = "workspace/codeLens/refresh";

/** The client as the server knows it. */
export interface ClientFacts {
  readonly settings: Settings;
  readonly kernels: ReadonlyMap<string, KernelId>;
  /** Commands for code lenses. */
  readonly commands: ReadonlySet<string>;
  /** What completion may make use of. */
  readonly abilities: Abilities;
  /** Address of a code's page, `{code}` in the code's place. */
  readonly codePage?: string;
  /** Address of the explorer's program; null = the server knows it best. */
  readonly explorer: string | null;
  /** Whether it shows the progress of long work. */
  readonly showsProgress: boolean;
  /** Requests by which the client can be told to ask again. */
  readonly refreshes: readonly string[];
}

export const isKernel: Guard<KernelId> = isOneOf<KernelId>([...PLAIN_KERNELS, ...COMMIT_KERNELS]);

const isHintKinds = isObject<HintKinds>({ counters: isBoolean, pages: isBoolean, copies: isBoolean });

const isExploreSettings = isObject<ExploreSettings>({
  enabled: isBoolean,
  maxStates: isCount,
  maxMemory: isCount,
  maxSeconds: isCount,
});

export const isSettings = isObject<Settings>({
  maxSteps: (steps): steps is number => isCount(steps) && steps > 0,
  explore: (explore): explore is ExploreSettings | undefined => explore === undefined || isExploreSettings(explore),
  inlayHints: (kinds): kinds is HintKinds | undefined => kinds === undefined || isHintKinds(kinds),
});

/** A client that has said nothing yet. */
export const UNKNOWN_CLIENT: ClientFacts = {
  settings: { maxSteps: MAX_STEPS },
  kernels: new Map(),
  commands: new Set(),
  abilities: { snippets: false, suggests: false },
  explorer: null,
  showsProgress: false,
  refreshes: [],
};

/** Reads what a client says at its start; whatever is not as it should be counts as not said. */
export function readStart({ initializationOptions, capabilities }: InitializeParams): ClientFacts {
  const said: Partial<Record<keyof Start, unknown>> = isObject<object>({})(initializationOptions)
    ? { ...initializationOptions }
    : {};
  const kernels = isObject<object>({})(said.kernels) ? Object.entries<unknown>({ ...said.kernels }) : [];
  const { workspace } = capabilities;
  return {
    settings: isSettings(said)
      ? { maxSteps: said.maxSteps, explore: said.explore, inlayHints: said.inlayHints }
      : UNKNOWN_CLIENT.settings,
    kernels: new Map(kernels.flatMap(([uri, kernel]) => (isKernel(kernel) ? [[uri, kernel] as const] : []))),
    commands: new Set(isListOf(isString)(said.commands) ? said.commands : []),
    abilities: {
      snippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
      // Only our own client sends settings, and it is VS Code's.
      suggests: isSettings(said),
    },
    ...(isString(said.codePage) ? { codePage: said.codePage } : {}),
    explorer: isString(said.explorer) ? said.explorer : null,
    showsProgress: capabilities.window?.workDoneProgress === true,
    refreshes: [
      ...(workspace?.codeLens?.refreshSupport === true ? [LENS_REFRESH] : []),
      ...(workspace?.inlayHint?.refreshSupport === true ? ["workspace/inlayHint/refresh"] : []),
      ...(workspace?.semanticTokens?.refreshSupport === true ? ["workspace/semanticTokens/refresh"] : []),
    ],
  };
}
