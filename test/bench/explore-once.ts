/** One search in a process of its own: what `coldBesideBuilding` of explore.ts starts. */
import { ALL_REDUCTIONS, Search } from "../../engine/explore/index.js";
import { poolOfFour, SILENT } from "../engine/explore/model.js";

const [processes, operations] = process.argv.slice(2).map(Number);
const search = new Search(poolOfFour(processes ?? 3, operations ?? 6, "2.6.26+cow"), SILENT, ALL_REDUCTIONS, {
  states: 1e8,
  bytes: 4e9,
});
for (const _ of search.run());
process.stdout.write(`${String(search.states)} states\n`);
