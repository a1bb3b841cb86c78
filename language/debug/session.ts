/** One debug session over one run: answers the Debug Adapter Protocol, knows no editor, executes nothing. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Analysis } from "../analysis.js";
import { messageText } from "../diagnose/index.js";
import { headlineOf, plain } from "../explain/index.js";
import type { Run, RunStep } from "../run/index.js";
import { sameUri } from "../server/included-files.js";
import { Breakpoints, EVENT_FILTERS } from "./breakpoints.js";
import { DebugConsole } from "./console.js";
import { MOVED, OUTDATED, type Moved } from "./events.js";
import { exceptionInfo } from "./exception.js";
import { type Standing, threadAt, threadsAt } from "./frames.js";
import { Inspection } from "./inspection.js";
import { type Chosen, chosenRun, launchOf, type Launch } from "./launch.js";
import { Channel, type Handlers, RequestError } from "./protocol.js";
import { beforeStep, NOWHERE, type Place, Replay } from "./replay.js";
import { Stack } from "./stack.js";
import type { Stop } from "./stops.js";
import { backward, intoStep, onward, outOfStep } from "./travel.js";

export interface SessionHost {
  /** What is known of a document in its newest version; null when there is no such document. */
  readonly analysis: (uri: string) => Promise<Analysis | null>;
  /** To the editor. */
  readonly send: (message: DebugProtocol.ProtocolMessage) => void;
  /** The session is over. */
  readonly ended: () => void;
}

const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: EVENT_FILTERS,
  supportsStepBack: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsEvaluateForHovers: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ["."],
  supportsDelayedStackTraceLoading: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
};

/** Everything that is there once a run has been chosen. */
interface Loaded {
  readonly launch: Launch;
  readonly replay: Replay;
  /** The run in written order. */
  readonly written: Run;
  readonly breakpoints: Breakpoints;
}

/** What the editor has asked for so far; asked again when another run is loaded. */
interface Wishes {
  readonly lines: Map<string, DebugProtocol.SetBreakpointsArguments>;
  functions: DebugProtocol.SetFunctionBreakpointsArguments;
  data: DebugProtocol.SetDataBreakpointsArguments;
  events: DebugProtocol.SetExceptionBreakpointsArguments;
}

export class Session {
  readonly #host: SessionHost;
  readonly #channel: Channel;
  readonly #console: DebugConsole;
  readonly #handlers: Handlers;
  readonly #wishes: Wishes = {
    lines: new Map(),
    functions: { breakpoints: [] },
    data: { breakpoints: [] },
    events: { filters: [] },
  };
  #loaded: Loaded | null = null;
  #place: Place = NOWHERE;
  #stop: Stop | null = null;
  #inspection: Inspection | null = null;
  readonly #stack = new Stack();
  #targets: readonly RunStep[] = [];
  #threads = new Map<number, string>();
  #outdated = false;
  #over = false;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#channel = new Channel(host.send);
    this.#console = new DebugConsole(this.#channel);
    this.#handlers = this.#answers();
  }

  /** Takes a message of the editor. */
  take(message: DebugProtocol.ProtocolMessage): Promise<void> {
    return this.#channel.take(message, this.#handlers);
  }

  /** There are new results for a document. A run that only moved in its text is followed; of another one the editor is told once. */
  changed(analysis: Analysis): void {
    const loaded = this.#loaded;
    if (loaded === null || this.#over || !sameUri(analysis.uri, loaded.launch.program)) return;
    const { scenario, run } = loaded.replay;
    const now = runNow(analysis, { ...loaded.launch, scenario: scenario.name, kernel: run.kernel });
    if (now !== null && now.written.run.history === loaded.written.history) {
      this.#outdated = false;
      if (now.written.run !== loaded.written)
        this.#adopt({ ...loaded, written: now.written.run, replay: new Replay(now.run.run, now.runs.scenario) });
      return;
    }
    if (this.#outdated) return;
    this.#outdated = true;
    this.#console.write(
      "The text has changed: this session debugs it as it was. Restart to debug it as it is.\n",
      "important",
    );
    this.#channel.emit(OUTDATED, { uri: loaded.launch.program });
  }

  /** The editor is gone, or the server ends. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#channel.emit("terminated");
  }

  #answers(): Handlers {
    return {
      initialize: () => CAPABILITIES,
      launch: (args) => this.#launch(args),
      configurationDone: () => this.#begin(),
      restart: ({ arguments: args }) => this.#restart(args),
      setBreakpoints: (args) => {
        this.#wishes.lines.set(args.source.path ?? "", args);
        return { breakpoints: this.#running().breakpoints.setLines(args) };
      },
      setFunctionBreakpoints: (args) => {
        this.#wishes.functions = args;
        return { breakpoints: this.#running().breakpoints.setFunctions(args) };
      },
      setDataBreakpoints: (args) => {
        this.#wishes.data = args;
        return { breakpoints: this.#running().breakpoints.setData(args) };
      },
      setExceptionBreakpoints: (args) => {
        this.#wishes.events = args;
        return { breakpoints: this.#running().breakpoints.setEvents(this.#withDeath(args)) };
      },
      dataBreakpointInfo: ({ name, variablesReference }) => this.#dataInfo(name, variablesReference),
      breakpointLocations: ({ source, line, endLine }) => ({
        breakpoints: this.#running().breakpoints.locations(source.path ?? "", line - 1, (endLine ?? line) - 1),
      }),
      threads: () => ({ threads: [...threadsAt(this.#running().replay, this.#place, this.#standing())] }),
      stackTrace: (args) => this.#stack.trace(this.#running().replay, this.#place, this.#standing(), args),
      scopes: ({ frameId }) => ({ scopes: this.#look().scopes(this.#stack.frame(frameId)) }),
      variables: (args) => ({ variables: this.#look().variables(args) }),
      evaluate: ({ expression, frameId, context }) => {
        const inspection = this.#look();
        const answer = inspection.evaluate(expression, frameId === undefined ? null : this.#stack.frame(frameId));
        // Editors ask so for the values behind the lines, too, where nothing is better than why there is none.
        if (context === "watch" && answer.kind === "nothing") throw new RequestError(answer.text);
        return inspection.shown(answer);
      },
      completions: ({ text, column }) => ({ targets: this.#look().completions(text, column) }),
      exceptionInfo: () => exceptionInfo(this.#running().replay, this.#place, this.#stop),
      continue: () => {
        this.#goOn(null);
        return { allThreadsContinued: true };
      },
      reverseContinue: () => this.#goBack(null),
      next: () => this.#goOn(this.#running().replay.forward(this.#place)),
      stepIn: () => this.#goOn(intoStep(this.#running().replay, this.#place)),
      stepOut: () => this.#goOn(outOfStep(this.#running().replay, this.#place)),
      stepBack: () => this.#goBack(this.#running().replay.back(this.#place)),
      pause: () => this.#stopped("pause"),
      gotoTargets: ({ source, line }) => this.#gotoTargets(source.path ?? "", line - 1),
      goto: ({ targetId }) => {
        const step = this.#targets[targetId - 1];
        if (step === undefined) throw new RequestError("That step is of an earlier stop.");
        this.#moveTo(beforeStep(step.number), "goto");
      },
      restartFrame: ({ frameId }) => this.#moveTo(this.#stack.frame(frameId).start, "goto"),
      terminate: () => this.#terminate(),
      disconnect: () => this.#terminate(),
    };
  }

  async #launch(args: unknown): Promise<void> {
    await this.#load(launchOf(args));
    this.#channel.emit("initialized");
  }

  async #load(launch: Launch): Promise<void> {
    const analysis = await this.#host.analysis(launch.program);
    if (analysis === null) throw new RequestError(`There is no scenario file ${launch.program}.`);
    const { runs, run, written } = chosenRun(analysis, launch);
    if (run.run.history === null)
      throw new RequestError(
        `Scenario "${runs.scenario.name}" cannot be run: ${run.run.limit ?? "its machine cannot be booted"}.`,
      );
    const [problem] = run.run.program.diagnostics;
    if (run.run.program.items.length === 0 && problem !== undefined) throw new RequestError(messageText(problem));
    const replay = new Replay(run.run, runs.scenario);
    this.#outdated = false;
    this.#adopt({ launch, replay, written: written.run });
    this.#console.write(
      `Scenario "${runs.scenario.name}", kernel ${run.kernel}: ${plain(headlineOf(run.run, run.verdict))}\n`,
      "stdout",
    );
  }

  /** Takes a run, and asks again for what was asked of the one before. */
  #adopt({ launch, replay, written }: Omit<Loaded, "breakpoints">): void {
    const breakpoints = new Breakpoints(replay);
    const moved = this.#loaded !== null;
    this.#loaded = { launch, replay, written, breakpoints };
    this.#inspection = null;
    const answered = [...this.#wishes.lines.values()].flatMap((args) => breakpoints.setLines(args));
    breakpoints.setFunctions(this.#wishes.functions);
    breakpoints.setData(this.#wishes.data);
    breakpoints.setEvents(this.#withDeath(this.#wishes.events));
    if (!moved) return;
    for (const breakpoint of answered) this.#channel.emit("breakpoint", { reason: "changed", breakpoint });
    this.#channel.emit("invalidated", { areas: ["stacks", "variables"] });
  }

  async #restart(args: unknown): Promise<void> {
    await this.#load(args === undefined ? this.#running().launch : launchOf(args));
    this.#place = NOWHERE;
    this.#begin();
  }

  #begin(): void {
    const { launch, replay } = this.#running();
    if (launch.stopOnEntry === true && launch.noDebug !== true) this.#moveTo(replay.entry, "entry");
    else this.#goOn(null);
  }

  /** Goes on to the next stop, at most to a place; from the end there is nowhere to go. */
  #goOn(goal: Place | null): void {
    const { replay, breakpoints, launch } = this.#running();
    const stoppers = launch.noDebug === true ? [] : breakpoints.stoppers;
    const arrival = onward(replay, stoppers, this.#place, goal);
    if (arrival !== null) this.#console.tell(this.#running(), this.#place, arrival.place);
    if (arrival === null || launch.noDebug === true) this.#terminate();
    else this.#moveTo(arrival.place, arrival.reason, arrival.stop);
  }

  /** Goes back to the stop before, at least to a place. */
  #goBack(goal: Place | null): void {
    const { replay, breakpoints } = this.#running();
    const { place, reason, stop } = backward(replay, breakpoints.stoppers, this.#place, goal);
    this.#moveTo(place, reason, stop);
  }

  #moveTo(place: Place, reason: string, stop: Stop | null = null): void {
    this.#place = place;
    this.#stop = stop;
    this.#stopped(reason);
  }

  #stopped(reason: string): void {
    const { replay, launch } = this.#running();
    this.#inspection = null;
    this.#stack.clear();
    this.#targets = [];
    const standing = this.#standing();
    this.#tellThreads(threadsAt(replay, this.#place, standing));
    const stop = this.#stop;
    const ids = stop?.breakpoint == null ? {} : { hitBreakpointIds: [stop.breakpoint] };
    this.#channel.emit("stopped", {
      reason: reason === "end" ? "step" : reason,
      description: descriptionOf(reason, stop, this.#place, replay),
      ...(stop !== null && stop.text !== "" && { text: stop.text }),
      threadId: threadAt(replay, this.#place, standing),
      allThreadsStopped: true,
      ...ids,
    });
    const { scenario, run } = replay;
    const moved: Moved = {
      uri: scenario.uri,
      scenario: scenario.name,
      kernel: run.kernel,
      step: replay.taken(this.#place),
      ...(launch.schedule === undefined ? {} : { schedule: launch.schedule }),
    };
    this.#channel.emit(MOVED, moved);
  }

  /** Threads begin and end as the processes do, in either direction of time. */
  #tellThreads(now: readonly { readonly id: number; readonly name: string }[]): void {
    const names = new Map(now.map(({ id, name }) => [id, name]));
    for (const threadId of names.keys())
      if (!this.#threads.has(threadId)) this.#channel.emit("thread", { reason: "started", threadId });
    for (const threadId of this.#threads.keys())
      if (!names.has(threadId)) this.#channel.emit("thread", { reason: "exited", threadId });
    this.#threads = names;
  }

  #standing(): Standing | null {
    return this.#stop === null ? null : { pid: this.#stop.pid, spot: this.#stop.spot };
  }

  #gotoTargets(uri: string, line: number): DebugProtocol.GotoTargetsResponse["body"] {
    const { replay } = this.#running();
    const isFile = (other: string): boolean => sameUri(uri, other);
    const found = replay.lineFrom(isFile, line);
    const steps =
      found === null
        ? []
        : replay
            .stepsOn(isFile, found)
            .filter((step) => beforeStep(step.number) === replay.forward(beforeStep(step.number) - 1));
    const from = this.#targets.length;
    this.#targets = [...this.#targets, ...steps];
    return {
      targets: steps.map((step, i) => ({
        id: from + i + 1,
        label: [...step.item.rounds.map(({ text }) => text), step.item.text].join(" · "),
        line: step.item.range.start.line + 1,
        column: step.item.range.start.character + 1,
      })),
    };
  }

  #dataInfo(name: string, variablesReference: number | undefined): DebugProtocol.DataBreakpointInfoResponse["body"] {
    const inspection = this.#look();
    const expression =
      variablesReference === undefined || variablesReference === 0
        ? name
        : inspection.expressionOf(variablesReference, name);
    if (expression === null) return { dataId: null, description: `${name} does not change by itself.` };
    inspection.evaluate(expression, null);
    return { dataId: expression, description: expression, accessTypes: ["write"], canPersist: true };
  }

  /** A configuration that says so stops at deaths whatever is ticked. */
  #withDeath(args: DebugProtocol.SetExceptionBreakpointsArguments): DebugProtocol.SetExceptionBreakpointsArguments {
    const { stopOnDeath } = this.#running().launch;
    if (stopOnDeath === undefined) return args;
    const others = args.filters.filter((filter) => filter !== "kill");
    const options = (args.filterOptions ?? []).filter(({ filterId }) => stopOnDeath || filterId !== "kill");
    return { ...args, filters: stopOnDeath ? [...others, "kill"] : others, filterOptions: options };
  }

  #terminate(): void {
    if (this.#over) return;
    this.end();
    this.#host.ended();
  }

  #running(): Loaded {
    if (this.#loaded === null) throw new RequestError("Nothing is debugged yet.");
    return this.#loaded;
  }

  #look(): Inspection {
    this.#inspection ??= new Inspection(this.#running().replay, this.#place);
    return this.#inspection;
  }
}

/** The run that a launch means by now; null when there is none any more. */
function runNow(analysis: Analysis, launch: Launch): Chosen | null {
  try {
    return chosenRun(analysis, launch);
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}

function descriptionOf(reason: string, stop: Stop | null, place: Place, replay: Replay): string {
  // It stands behind the name of its process.
  if (stop !== null && stop.text !== "") return stop.text.replace(/^\S+ is (?=killed by )/u, "");
  switch (reason) {
    case "entry":
      return "Paused at the first step";
    case "end":
      return "Paused at the end";
    default:
      return place >= replay.end ? "Paused at the end" : `Paused before step ${String(replay.taken(place) + 1)}`;
  }
}
