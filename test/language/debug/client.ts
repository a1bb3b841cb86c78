/** A small editor at the other end of the Debug Adapter Protocol: asks, and remembers what it was told. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect } from "vitest";
import { Session } from "../../../language/debug/session.js";
import type { Command, Requests } from "../../../language/debug/protocol.js";
import { HugetlbDocument } from "../../../language/document.js";

export const URI = "file:///story.hugetlb";

/** The body of a stopped event. */
type Stopped = DebugProtocol.StoppedEvent["body"];

export class Client {
  readonly events: DebugProtocol.Event[] = [];
  /** What came, in its order. */
  readonly heard: string[] = [];
  readonly document: HugetlbDocument;
  readonly session: Session;
  ended = false;
  readonly #responses = new Map<number, DebugProtocol.Response>();
  #seq = 0;

  constructor(text: string, files: Readonly<Record<string, string>> = {}) {
    this.document = new HugetlbDocument(URI, {
      include: (path) => {
        const content = files[path];
        if (content === undefined) return { state: "missing", reason: "no such file" };
        const included = new HugetlbDocument(`file:///${path}`, { include: () => ({ state: "loading" }) });
        included.update(content, 1);
        return { state: "loaded", document: { uri: included.uri, tree: included.tree } };
      },
    });
    this.document.update(text, 1);
    this.session = new Session({
      analysis: (uri) => Promise.resolve(uri === URI ? this.document.analyse() : null),
      send: (message) => {
        // What goes over a wire comes out as plain JSON.
        const heard = JSON.parse(JSON.stringify(message)) as DebugProtocol.Event & DebugProtocol.Response;
        this.heard.push(heard.type === "event" ? heard.event : `answer to ${heard.command}`);
        if (heard.type === "event") this.events.push(heard);
        else this.#responses.set(heard.request_seq, heard);
      },
      ended: () => {
        this.ended = true;
      },
    });
  }

  /** Asks and gives the whole response. */
  async respond(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    const seq = ++this.#seq;
    const request = { seq, type: "request", command, arguments: args };
    await this.session.take(request);
    return this.#responses.get(seq)!;
  }

  /** Asks, expects success and gives the body. */
  async ask<C extends Command>(command: C, args: Requests[C][0]): Promise<Requests[C][1]> {
    const response = await this.respond(command, args);
    expect(response.message).toBeUndefined();
    expect(response.success).toBe(true);
    return response.body as Requests[C][1];
  }

  /** Asks for what cannot be and gives the words of the refusal. */
  async refused(command: Command, args?: unknown): Promise<string> {
    const response = await this.respond(command, args);
    expect(response.success).toBe(false);
    return response.message ?? "";
  }

  /** The whole beginning of a session, as an editor goes through it. */
  async start(
    launch: Readonly<Record<string, unknown>> = {},
    lines: readonly DebugProtocol.SourceBreakpoint[] = [],
    filters: readonly string[] = [],
  ): Promise<DebugProtocol.Breakpoint[]> {
    await this.ask("initialize", { adapterID: "hugetlb" });
    await this.ask("launch", { program: URI, ...launch } as DebugProtocol.LaunchRequestArguments);
    expect(this.events.some(({ event }) => event === "initialized")).toBe(true);
    const { breakpoints } = await this.ask("setBreakpoints", { source: { path: URI }, breakpoints: [...lines] });
    await this.ask("setExceptionBreakpoints", { filters: [...filters] });
    await this.ask("configurationDone", {});
    return breakpoints;
  }

  /** Where the session stands: the reason, and the line (from 1) and name of the frame on top. */
  async where(): Promise<string> {
    const { reason, threadId } = this.stopped;
    const { stackFrames } = await this.ask("stackTrace", { threadId: threadId ?? 0 });
    const [top] = stackFrames;
    return `${reason} ${String(top?.line)} ${top?.name ?? ""}`;
  }

  async move(command: "continue" | "reverseContinue" | "next" | "stepIn" | "stepOut" | "stepBack"): Promise<string> {
    await this.ask(command, { threadId: 1 });
    return this.where();
  }

  get stopped(): Stopped {
    return this.events.findLast(({ event }) => event === "stopped")?.body as Stopped;
  }

  bodies(event: string): unknown[] {
    return this.events.filter((each) => each.event === event).map((each) => each.body as unknown);
  }

  get output(): string {
    return (this.bodies("output") as DebugProtocol.OutputEvent["body"][]).map(({ output }) => output).join("");
  }

  /** The frame on top of the thread that stopped, or of another. */
  async frame(threadId = this.stopped.threadId ?? 0): Promise<DebugProtocol.StackFrame> {
    const { stackFrames } = await this.ask("stackTrace", { threadId });
    return stackFrames[0]!;
  }

  /** A scope's rows, `name = value`, unfolded along the path. */
  async rows(scope: string, ...path: readonly string[]): Promise<readonly string[]> {
    return (await this.variables(scope, ...path)).map(({ name, value }) => `${name} = ${value}`);
  }

  async variables(scope: string, ...path: readonly string[]): Promise<readonly DebugProtocol.Variable[]> {
    const { scopes } = await this.ask("scopes", { frameId: (await this.frame()).id });
    const found = scopes.find(({ name }) => name === scope);
    expect(found, `no scope ${scope} among ${scopes.map(({ name }) => name).join(", ")}`).toBeDefined();
    let reference = found!.variablesReference;
    for (const name of path) {
      const { variables } = await this.ask("variables", { variablesReference: reference });
      reference = variables.find((variable) => variable.name === name)!.variablesReference;
    }
    return (await this.ask("variables", { variablesReference: reference })).variables;
  }

  async evaluate(expression: string): Promise<string> {
    return (await this.ask("evaluate", { expression, frameId: (await this.frame()).id, context: "repl" })).result;
  }
}
