/** Fresh scenarios, of the same kinds as the recorded ones, from a seed. */
import { Machine } from "../../engine/index.js";
import type { CorpusScenario, Operation } from "../corpora/corpus.js";
import { configOf, stepOf } from "../corpora/corpus.js";
import { Dice } from "./dice.js";
import { UsageError } from "./options.js";
import { PROFILES } from "./profiles.js";
import type { Profile } from "./profiles.js";
import { Writer } from "./writer.js";

const MOST_STEPS = 25;
const LEAST_STEPS = 4;
/** Steps that nobody acts are thrown away; a scenario in which all are dead ends. */
const MOST_TRIES = 60;
const NOT_ACTED: ReadonlySet<string> = new Set(["dead", "nomap", "noshm", "blocked"]);
/** Now and then even those are worth a look. */
const KEEP_NOT_ACTED = 0.05;
const SEED_STEP = 7919;

/** `profile`: one kind only, null = all in turn. Throws UsageError for a kind that is not there. */
export function randomScenarios(count: number, seed: number, profile: string | null): readonly CorpusScenario[] {
  const profiles = profile === null ? PROFILES : PROFILES.filter(({ name }) => name === profile);
  if (profiles.length === 0)
    throw new UsageError(`--profile must be one of ${PROFILES.map(({ name }) => name).join(", ")}.`);
  return Array.from({ length: count }, (_, i) => {
    const kind = profiles[i % profiles.length];
    if (kind === undefined) throw new Error("no profile");
    return randomScenario(kind, `${kind.name}-${String(seed)}-${String(i)}`, new Dice(seed + i * SEED_STEP));
  });
}

function randomScenario(profile: Profile, id: string, dice: Dice): CorpusScenario {
  const world = worldOf(profile, id, dice);
  // The newest kernel tells who is still there; what it makes of a step decides nothing else.
  const machine = Machine.boot(configOf({ ...world, ops: [] }, "6.12"));
  const writer = new Writer(profile, world, dice);
  const ops: Operation[] = [];
  const length = dice.number(LEAST_STEPS, MOST_STEPS);
  for (let tries = 0; ops.length < length && tries < MOST_TRIES; tries++) {
    const operation = writer.next();
    const ahead = machine.copy().step(stepOf(operation)).result;
    if (NOT_ACTED.has(ahead) && !dice.chance(KEEP_NOT_ACTED)) {
      writer.drop(operation);
      continue;
    }
    const { result } = machine.step(stepOf(operation));
    ops.push(operation);
    writer.learn(operation, result);
    if (machine.stuck !== null) break;
  }
  return { ...world, ops };
}

function worldOf(profile: Profile, id: string, dice: Dice): CorpusScenario {
  const procs = Array.from({ length: dice.number(1, 3) }, (_, i) => `p${String(i)}`);
  const pool = profile.gigantic ? dice.number(0, 3) : dice.chance(0.05) ? 0 : dice.number(1, dice.chance(0.5) ? 3 : 8);
  const nodes = profile.nodes ? [dice.number(0, 4), dice.number(0, 4)] : undefined;
  const most = nodes === undefined ? pool : nodes.reduce((sum, pages) => sum + pages, 0);
  const groups = profile.groups ? Array.from({ length: dice.number(1, 3) }, (_, i) => `g${String(i)}`) : [];
  const size = dice.chance(profile.mountSize) ? dice.number(1, 8) : null;
  const overcommit = dice.chance(profile.overcommit) ? dice.number(1, 4) : 0;
  // What is promised at mount time may need surplus pages; more than all of them cannot be mounted.
  const leastSize = Math.min(4, most + overcommit, size ?? Infinity);
  const limit = (): number | null => (dice.chance(0.35) ? null : dice.number(0, 4));
  return {
    id,
    pool: most,
    overcommit,
    mount: {
      size,
      min: dice.chance(profile.mountMin) && leastSize > 0 ? dice.number(1, leastSize) : null,
    },
    procs,
    ...(nodes !== undefined && {
      nodes,
      on: Object.fromEntries(procs.map((name) => [name, dice.number(0, 1)])),
    }),
    ...(groups.length > 0 && {
      cgroups: Object.fromEntries(groups.map((name) => [name, { limit: limit(), rsvd: limit() }])),
      in: Object.fromEntries(procs.flatMap((name) => (dice.chance(0.1) ? [] : [[name, dice.pick(groups)]]))),
    }),
    ...(profile.gigantic && { pool1g: dice.number(1, 2) }),
    ops: [],
  };
}
