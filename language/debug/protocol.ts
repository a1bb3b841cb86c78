/** The messages of the Debug Adapter Protocol that a session answers, each with what it is given and what it gives. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { decoded } from "../server/included-files.js";

type Body<R extends DebugProtocol.Response> = R["body"];

export interface Requests {
  initialize: [DebugProtocol.InitializeRequestArguments, DebugProtocol.Capabilities];
  launch: [DebugProtocol.LaunchRequestArguments, void];
  configurationDone: [unknown, void];
  setBreakpoints: [DebugProtocol.SetBreakpointsArguments, Body<DebugProtocol.SetBreakpointsResponse>];
  setFunctionBreakpoints: [
    DebugProtocol.SetFunctionBreakpointsArguments,
    Body<DebugProtocol.SetFunctionBreakpointsResponse>,
  ];
  setExceptionBreakpoints: [
    DebugProtocol.SetExceptionBreakpointsArguments,
    Body<DebugProtocol.SetExceptionBreakpointsResponse>,
  ];
  dataBreakpointInfo: [DebugProtocol.DataBreakpointInfoArguments, Body<DebugProtocol.DataBreakpointInfoResponse>];
  setDataBreakpoints: [DebugProtocol.SetDataBreakpointsArguments, Body<DebugProtocol.SetDataBreakpointsResponse>];
  breakpointLocations: [DebugProtocol.BreakpointLocationsArguments, Body<DebugProtocol.BreakpointLocationsResponse>];
  threads: [unknown, Body<DebugProtocol.ThreadsResponse>];
  stackTrace: [DebugProtocol.StackTraceArguments, Body<DebugProtocol.StackTraceResponse>];
  scopes: [DebugProtocol.ScopesArguments, Body<DebugProtocol.ScopesResponse>];
  variables: [DebugProtocol.VariablesArguments, Body<DebugProtocol.VariablesResponse>];
  evaluate: [DebugProtocol.EvaluateArguments, Body<DebugProtocol.EvaluateResponse>];
  completions: [DebugProtocol.CompletionsArguments, Body<DebugProtocol.CompletionsResponse>];
  exceptionInfo: [DebugProtocol.ExceptionInfoArguments, Body<DebugProtocol.ExceptionInfoResponse>];
  continue: [unknown, Body<DebugProtocol.ContinueResponse>];
  reverseContinue: [unknown, void];
  next: [unknown, void];
  stepIn: [unknown, void];
  stepOut: [unknown, void];
  stepBack: [unknown, void];
  pause: [unknown, void];
  gotoTargets: [DebugProtocol.GotoTargetsArguments, Body<DebugProtocol.GotoTargetsResponse>];
  goto: [DebugProtocol.GotoArguments, void];
  restartFrame: [DebugProtocol.RestartFrameArguments, void];
  restart: [DebugProtocol.RestartArguments, void];
  terminate: [unknown, void];
  disconnect: [unknown, void];
}

export type Command = keyof Requests;

/** One answer a request; a promise where there is something to wait for. */
export type Handlers = {
  readonly [C in Command]: (args: Requests[C][0]) => Requests[C][1] | Promise<Requests[C][1]>;
};

/** A request that cannot be answered: the sentence is shown. */
export class RequestError extends Error {}

/** A question about a stop that is over: who moves fast asks such, and nobody has to hear of it. */
export class StaleError extends Error {}

/** Sends an event; `body` as the protocol has it for the event of that name. */
export type Emit = (event: string, body?: object) => void;

/**
 * The other end of the adapter: takes the editor's messages and numbers what goes back. What a request brings about is told
 * behind its answer: an editor that hears of a stop before its step is answered takes the answer for the going on.
 */
export class Channel {
  readonly #send: (message: DebugProtocol.ProtocolMessage) => void;
  /** Requests that have no answer yet, and the events that wait for it. */
  #answering = 0;
  #waiting: object[] = [];
  #seq = 1;

  constructor(send: (message: DebugProtocol.ProtocolMessage) => void) {
    this.#send = send;
  }

  readonly emit: Emit = (event, body) => {
    const message: Omit<DebugProtocol.Event, "seq"> = { type: "event", event, ...(body !== undefined && { body }) };
    if (this.#answering > 0) this.#waiting.push(message);
    else this.#post(message);
  };

  /** Answers a request by its handler; never throws. Anything but a request is dropped. */
  async take(message: DebugProtocol.ProtocolMessage, handlers: Handlers): Promise<void> {
    if (!isRequest(message)) return;
    const answer = { type: "response", request_seq: message.seq, command: message.command } as const;
    this.#answering += 1;
    try {
      if (!isCommand(message.command, handlers)) throw new RequestError(`There is no request ${message.command}.`);
      const handler = handlers[message.command] as (args: unknown) => unknown;
      const body = await handler(message.arguments ?? {});
      this.#post({ ...answer, success: true, ...(body !== undefined && { body }) });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const shown = error instanceof RequestError;
      this.#post({
        ...answer,
        success: false,
        message: words,
        body: { error: { id: 1, format: words, showUser: shown } },
      });
    }
    this.#answering -= 1;
    if (this.#answering > 0) return;
    for (const event of this.#waiting.splice(0)) this.#post(event);
  }

  #post(message: object): void {
    this.#send({ seq: this.#seq++, ...message } as DebugProtocol.ProtocolMessage);
  }
}

function isRequest(message: DebugProtocol.ProtocolMessage): message is DebugProtocol.Request {
  return message.type === "request" && "command" in message && typeof message.command === "string";
}

function isCommand(command: string, handlers: Handlers): command is Command {
  return Object.hasOwn(handlers, command);
}

/** Documents go by their URIs, so that those of no disk are found, too. */
export function sourceOf(uri: string): DebugProtocol.Source {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return { name: decoded(name), path: uri };
}
