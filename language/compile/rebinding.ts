/**
 * Whether a name may be bound again: only if its mapping is gone or failed, or its process is dead. Where the text
 * alone does not tell, the steps before are run: what a kernel answers is the kernel's affair, not the checker's.
 */
import { Machine, type Config, type Step } from "../../engine/index.js";
import type { UnrolledStep } from "../check/checked.js";
import { diagnosticOf, type Related } from "../check/problems.js";
import type { Diagnostic } from "vscode-languageserver-types";

function mappingLives(machine: Machine, process: string, mapping: string): boolean {
  if (machine.process(process)?.status !== "alive") return false;
  const found = machine.mapping(process, mapping);
  if (found === undefined) return false;
  for (let page = 0; page < found.pages; page += 1) {
    const slot = machine.slot(process, mapping, page);
    if (slot !== undefined && slot.status !== "unmapped") return true;
  }
  return false;
}

/** Whether the name that the step makes is still taken. */
function taken(machine: Machine, step: Step): boolean {
  switch (step.call) {
    case "fork":
    case "vfork":
      return machine.process(step.actor)?.status === "alive" && machine.process(step.child)?.status === "alive";
    case "mmap":
    case "shmat":
      return mappingLives(machine, step.actor, step.mapping);
    default:
      return false;
  }
}

function duplicate({ item, line, round, mayRebind }: UnrolledStep): Diagnostic {
  const { start, end } = item.range;
  const name = mayRebind?.name ?? "";
  const what =
    item.step.call === "fork" || item.step.call === "vfork" ? "a process that is alive" : "a mapping that is there";
  const span = { start: start.character, end: end.character };
  const before = mayRebind?.before ?? line;
  const related: Related[] =
    before === line
      ? []
      : [{ uri: item.uri, line: before, span: { start: 0, end: 0 }, message: `\`${name}\` was made here` }];
  return diagnosticOf({
    code: "duplicate-name",
    place: { uri: item.uri, line, span },
    message: `\`${name}\` names ${what} still: it cannot be bound again${round}`,
    related,
  });
}

export interface Rebindings {
  /** Steps to leave out. */
  readonly duplicates: ReadonlySet<UnrolledStep>;
  /** One a line. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The steps that bind a name that is still taken under this configuration. */
export function rebindings(steps: readonly UnrolledStep[], config: Config): Rebindings {
  const duplicates = new Set<UnrolledStep>();
  const diagnostics = new Map<number, Diagnostic>();
  let last = -1;
  for (const [at, { mayRebind }] of steps.entries()) if (mayRebind !== null) last = at;
  if (last === -1) return { duplicates, diagnostics: [] };
  const machine = Machine.boot(config);
  for (const step of steps.slice(0, last + 1)) {
    if (step.mayRebind !== null && taken(machine, step.item.step)) {
      duplicates.add(step);
      if (!diagnostics.has(step.line)) diagnostics.set(step.line, duplicate(step));
      continue;
    }
    machine.step(step.item.step);
    // Nothing after a BUG, or a HANG that no signal ends, can be trusted.
    if (machine.stuck !== null) break;
  }
  return { duplicates, diagnostics: [...diagnostics.values()] };
}
