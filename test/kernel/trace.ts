/** What the guest tells (guest/init.c), put into the form of the recorded corpora. */
import type { RecordedStep } from "../corpora/corpus.js";

/** How a scene ended on the real kernel. */
export type Ending =
  | "ok"
  /** The counters did not come back to rest after everything was gone. */
  | "unclean"
  /** The kernel hangs. */
  | "hang"
  /** The machine could not be made as wanted. */
  | "unmade"
  /** The kernel died, or said nothing for too long. */
  | "silent";

export interface PlayedScene {
  readonly id: string;
  readonly steps: readonly RecordedStep[];
  readonly ending: Ending;
  /** Counters at the end of an unclean scene. */
  readonly leak: readonly number[] | null;
  /** What the guest had to remark. */
  readonly remarks: readonly string[];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MORE_LETTERS = 0x4e00;

/** The node on which a page frame lies. */
export type NodeOf = (frame: number) => number;

interface OpenStep {
  r: string;
  c: readonly number[];
  c1g: readonly number[] | undefined;
  nodes: (readonly number[])[];
  cg: Record<string, readonly number[]>;
  maps: Record<string, Record<string, string>>;
  nodemap: Record<string, Record<string, string>>;
  letters: Map<string, string>;
  process: string;
}

interface OpenScene {
  id: string;
  steps: RecordedStep[];
  leak: readonly number[] | null;
  remarks: string[];
  unmade: boolean;
}

/** Takes the guest's lines one by one. */
export class GuestReader {
  readonly played: PlayedScene[] = [];
  ready = false;
  /** Why the guest stopped; null = it goes on. */
  over: string | null = null;
  #scene: OpenScene | null = null;
  #step = openStep();
  readonly #nodeOf: NodeOf;
  readonly #hasNodes: boolean;

  constructor(nodeOf: NodeOf, hasNodes: boolean) {
    this.#nodeOf = nodeOf;
    this.#hasNodes = hasNodes;
  }

  /** The scene that is being played. */
  get current(): string | null {
    return this.#scene?.id ?? null;
  }

  line(text: string): void {
    const [key = "", ...words] = text.split(" ");
    const numbers = (): number[] => words.map(Number);
    const step = this.#step;
    switch (key) {
      case "*":
        this.ready = true;
        return;
      case "!":
        this.over = words.join(" ");
        return;
      case "#":
        this.#scene = { id: words.join(" "), steps: [], leak: null, remarks: [], unmade: false };
        this.#step = openStep();
        return;
      case "r":
        step.r = words.join(" ");
        return;
      case "c":
        step.c = numbers();
        return;
      case "g":
        step.c1g = numbers();
        return;
      case "n":
        step.nodes.push(numbers());
        return;
      case "k": {
        const [name = "", ...counts] = words;
        step.cg[name] = counts.map(Number);
        return;
      }
      case "p":
        step.process = words.join(" ");
        step.maps[step.process] = {};
        step.nodemap[step.process] = {};
        return;
      case "m":
        this.#mapping(words);
        return;
      case ";":
        this.#closeStep();
        return;
      case "l":
        if (this.#scene !== null) this.#scene.leak = numbers();
        return;
      case "u":
        if (this.#scene !== null) this.#scene.unmade = true;
        return;
      case "?":
        this.#scene?.remarks.push(words.join(" "));
        return;
      case "=":
        this.close(words[0] === "hang" ? "hang" : words[0] === "ok" ? "ok" : "unclean");
        return;
      default:
        throw new Error(`the guest says what nobody understands: ${text}`);
    }
  }

  /** Ends the scene that is being played. */
  close(ending: Ending): void {
    const scene = this.#scene;
    if (scene === null) return;
    const { id, steps, leak, remarks, unmade } = scene;
    this.played.push({ id, steps, leak, remarks, ending: unmade ? "unmade" : ending });
    this.#scene = null;
  }

  #mapping([name = "", ...pages]: readonly string[]): void {
    const { letters, maps, nodemap, process } = this.#step;
    const letterOf = (frame: string): string => {
      const known = letters.get(frame);
      if (known !== undefined) return known;
      const letter = LETTERS[letters.size] ?? String.fromCharCode(MORE_LETTERS + letters.size - LETTERS.length);
      letters.set(frame, letter);
      return letter;
    };
    const strip = (of: (frame: string) => string): string =>
      pages.map((page) => (page === "." || page === "-" ? page : of(page))).join("");
    (maps[process] ??= {})[name] = strip(letterOf);
    (nodemap[process] ??= {})[name] = strip((frame) => String(this.#nodeOf(Number.parseInt(frame, 16))));
  }

  #closeStep(): void {
    const { r, c, c1g, nodes, cg, maps, nodemap } = this.#step;
    this.#step = openStep();
    this.#scene?.steps.push({
      r,
      c,
      maps,
      ...(this.#hasNodes && { nodes, nodemap }),
      ...(Object.keys(cg).length > 0 && { cg }),
      ...(c1g !== undefined && { c1g }),
    });
  }
}

function openStep(): OpenStep {
  return {
    r: "",
    c: [],
    c1g: undefined,
    nodes: [],
    cg: {},
    maps: {},
    nodemap: {},
    letters: new Map(),
    process: "",
  };
}
