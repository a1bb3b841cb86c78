/** A process's life, and what it has mapped at a line. */
import { drawPages } from "../pages.js";
import { stepPlace, type View } from "./view.js";

const MOST_DRAWN = 32;
/** Mappings listed; nobody reads more. */
const MOST_MAPPINGS = 12;

interface Life {
  readonly born: string;
  readonly end: string | null;
}

/** Where it came from, how it ended, and its mappings here. */
export function processFacts(view: View, process: string): readonly string[] {
  const life = lifeOf(view, process);
  if (life === null) return [`**${process}**: a process that never comes to be under ${view.kernel}.`];
  const { born, end } = life;
  return [
    `**${process}**: a process. ${born}${end === null ? "" : ` ${end}`}`,
    `Here it ${processBrief(view, process)}.`,
    ...mappingLines(view, process),
  ];
}

/** `is alive and maps a`, `was killed by SIGBUS`, `is not there yet`. */
export function processBrief({ machine }: View, process: string): string {
  const status = machine.process(process);
  switch (status?.status) {
    case "alive":
      return "is alive";
    case "exited":
      return "has exited";
    case "killed":
      return `has been killed by ${status.signal}`;
    case undefined:
      return "is not there yet";
  }
}

/** From the whole run: a life is told to its end, wherever one looks at it from. */
function lifeOf(view: View, process: string): Life | null {
  const { run, machine, step: now } = view;
  let pid = machine.process(process)?.pid ?? null;
  let born = pid === null ? null : "It is there from the start.";
  let end: string | null = null;
  const names = new Map(run.processes.map(({ pid: id, name }) => [id, name]));
  for (const { number, trace } of run.steps) {
    for (const event of trace.events) {
      if (event.kind === "fork") {
        names.set(event.child, event.name);
        // Nobody of that name yet at the line: the next one to come is meant.
        if (pid === null && event.name === process && number > now) pid = event.child;
        if (event.child === pid)
          born = `${names.get(event.parent) ?? "Somebody"} forks it at ${stepPlace(view, number)}.`;
      }
      if (event.kind === "exit" && event.pid === pid) end ??= `It exits at ${stepPlace(view, number)}.`;
      if (event.kind === "kill" && event.pid === pid)
        end = `It is killed by ${event.signal} at ${stepPlace(view, number)}.`;
    }
  }
  return born === null ? null : { born, end };
}

function mappingLines({ machine }: View, process: string): readonly string[] {
  const own = machine.living().find(({ name }) => name === process)?.mappings ?? [];
  if (own.length === 0) return [];
  const rows = own.slice(0, MOST_MAPPINGS).map((name) => {
    const status = machine.mapping(process, name);
    if (status === undefined) return `- ${name}`;
    const { pages, share, owner } = status;
    const whose = share === "shared" ? "shared" : owner ? "private, its owner" : "private, inherited";
    return `- ${name} \`${drawPages(machine, process, name, pages, MOST_DRAWN)}\` ${whose}`;
  });
  const more = own.length > MOST_MAPPINGS ? [`- and ${own.length - MOST_MAPPINGS} more`] : [];
  return [[...rows, ...more].join("\n")];
}
