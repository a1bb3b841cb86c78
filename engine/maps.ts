/** Page maps as strings: one character a page of every mapping of every living process. */
import type { Core } from "./core.js";
import { BOOT } from "./state/boot.js";
import type { Ref } from "./state/heap.js";
import { NIL } from "./state/heap.js";
import { PAGE } from "./state/page.js";
import { ALIVE, MAPPING, MM, PROCESS, getPte, ptePage } from "./state/process.js";
import { VMA, vmaAt } from "./state/vma.js";
import type { LivingProcess, Maps, PageMaps } from "./trace.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX = 16;
/** Where letters go on when all 62 are used: CJK ideographs, one UTF-16 unit each, far more than a pool has pages. */
const MORE_LETTERS = 0x4e00;

/** `letters`: equal letters are the same physical page; `nodes`: the number of the page's node, a hexadecimal digit. */
export function mapsOf(core: Core, what: "letters" | "nodes"): Maps {
  const { heap } = core;
  const letters = new Map<Ref, string>();
  const letterOf = (page: Ref): string => {
    let letter = letters.get(page);
    if (letter === undefined) {
      const n = letters.size;
      letter = LETTERS[n] ?? String.fromCharCode(MORE_LETTERS + n - LETTERS.length);
      letters.set(page, letter);
    }
    return letter;
  };
  const nodeOf = (page: Ref): string => heap.get(page, PAGE.node).toString(HEX);
  const signOf = what === "letters" ? letterOf : nodeOf;
  return everyMapping(core, (places) =>
    places.map((place) => (typeof place === "number" ? signOf(place) : place)).join(""),
  );
}

/** The number by which events call the page at each place. */
export function pageMapsOf(core: Core): PageMaps {
  return everyMapping(core, (places) =>
    places.map((place) => (typeof place === "number" ? core.heap.get(place, PAGE.id) : place)),
  );
}

/** What is at each place of each mapping of each living process: a page, "-" = none yet, "." = nothing is mapped any more. */
function everyMapping<T>(
  core: Core,
  of: (places: readonly (Ref | "-" | ".")[]) => T,
): Record<string, Record<string, T>> {
  const { heap, names } = core;
  const maps: Record<string, Record<string, T>> = {};
  for (let process = heap.get(core.boot, BOOT.processes); process !== NIL; process = heap.get(process, PROCESS.next)) {
    if (heap.get(process, PROCESS.state) !== ALIVE) continue;
    const mm = heap.get(process, PROCESS.mm);
    const own: Record<string, T> = {};
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      const start = heap.get(mapping, MAPPING.start);
      const places: (Ref | "-" | ".")[] = [];
      for (let address = start; address < start + heap.get(mapping, MAPPING.pages); address++) {
        const pte = getPte(heap, mapping, address);
        places.push(pte !== 0 ? ptePage(pte) : vmaAt(heap, mm, address) === NIL ? "." : "-");
      }
      own[names.text(heap.get(mapping, MAPPING.name))] = of(places);
    }
    maps[names.text(heap.get(process, PROCESS.name))] = own;
  }
  return maps;
}

/** The living processes in the order of their pids, each with the names of its mappings that are not wholly unmapped. */
export function livingOf(core: Core): readonly LivingProcess[] {
  const { heap, names } = core;
  const living: LivingProcess[] = [];
  for (let process = heap.get(core.boot, BOOT.processes); process !== NIL; process = heap.get(process, PROCESS.next)) {
    if (heap.get(process, PROCESS.state) !== ALIVE) continue;
    const own = new Set<string>();
    for (let vma = heap.get(heap.get(process, PROCESS.mm), MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next))
      own.add(names.text(heap.get(heap.get(vma, VMA.mapping), MAPPING.name)));
    const name = names.text(heap.get(process, PROCESS.name));
    living.push({ pid: heap.get(process, PROCESS.pid), name, mappings: [...own].sort() });
  }
  return living;
}
