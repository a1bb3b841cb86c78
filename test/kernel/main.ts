/**
 * `npm run test:kernel -- --kernel 6.1|6.12 [FILES.hugetlb ... | --random N [--seed S] | --profile P]`:
 * plays scenarios on the real kernel and compares with the engine, step by step.
 */
import { NotPossible } from "./child.js";
import { ensureGuest } from "./guest.js";
import { ensureImage, ensureQemu } from "./image.js";
import { USAGE, UsageError, readOptions } from "./options.js";
import { castOf } from "./cast.js";
import { playAll } from "./play.js";
import { judge } from "./judge.js";

const EXIT_DIFFERS = 1;
const EXIT_USAGE = 2;
const EXIT_NOT_POSSIBLE = 3;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  await ensureQemu();
  const image = await ensureImage(options.kernel);
  const stage = { image: image.file, program: await ensureGuest() };
  const cast = await castOf(options);
  const { scenes } = cast;
  console.log(`${String(scenes.length)} scenarios on Linux ${image.release} (${cast.source})`);
  const begin = performance.now();
  let told = 0;
  const { byId, boots } = await playAll(stage, scenes, (done) => {
    if (done - told < scenes.length / 10) return;
    told = done;
    console.log(`  ${String(done)} played`);
  });
  const seconds = (performance.now() - begin) / 1000;
  console.log(`${String(boots)} boots, ${seconds.toFixed(0)} s`);
  const agrees = await judge(stage, options.kernel, cast, byId);
  return agrees ? 0 : EXIT_DIFFERS;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n${USAGE}`);
    process.exitCode = EXIT_USAGE;
  } else if (error instanceof NotPossible) {
    console.error(error.message);
    process.exitCode = EXIT_NOT_POSSIBLE;
  } else {
    throw error;
  }
}
