/** One boot of the real kernel under QEMU, which plays scenes until it is done, hangs, or needs to be fresh again. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { start, stop } from "../vscode/harness/child.js";
import { initramfs } from "./guest.js";
import { CACHE, QEMU } from "./image.js";
import type { Scene, Shape } from "./scene.js";
import { GuestReader } from "./trace.js";
import type { PlayedScene } from "./trace.js";
import { wordsOf } from "./wire.js";

const MIB = 1024 ** 2;
const PAGE_MIB = 2;
const GIGANTIC_MIB = 1024;
/** Whole GiB that are no use for a page of 1 GiB: the kernel lies in the first, its initramfs in the last below the hole. */
const SPOILT_GIB = 3;
/** What the kernel and the processes need beside the pools. */
const OWN_MIB = 640;
/** Memory from 3 GiB on lies above 4 GiB on QEMU's machine when there is more than this. */
const HOLE_FROM = 3 * 1024 * MIB;
const HOLE_TO = 4 * 1024 * MIB;
const SMALL_PAGE = 4096;
/** Larger machines do not fit beside an editor. */
export const MOST_MIB = 8192;

const BOOT_MS = 180_000;
/** The guest gives a step 30 s at most. */
const SILENCE_MS = 90_000;
const LINES_OF_CONSOLE = 30;

/** MiB of each node of the machine. */
export function nodeMib({ gigantic, pages }: Shape): number {
  const aligned = gigantic > 0 ? (gigantic + SPOILT_GIB) * GIGANTIC_MIB : 0;
  const wanted = OWN_MIB + aligned + Math.ceil(pages * PAGE_MIB * 1.25);
  return Math.ceil(wanted / 128) * 128;
}

export interface Booted {
  readonly played: readonly PlayedScene[];
  /** Why it ended before the last scene; null = it was done. */
  readonly trouble: string | null;
}

/** Boots and plays as many of the scenes as one boot can. `image`: a vmlinuz. */
export async function boot(
  image: string,
  program: Buffer,
  shape: Shape,
  scenes: readonly Scene[],
  name: string,
): Promise<Booted> {
  const folder = path.join(CACHE, "run");
  await mkdir(folder, { recursive: true });
  const disk = path.join(folder, `${name}.cpio`);
  const consoleLog = path.join(folder, `${name}.console`);
  await writeFile(disk, initramfs(program, scenes.map(wordsOf).join("")));
  const mib = nodeMib(shape);
  const reader = new GuestReader((frame) => nodeOfFrame(frame, mib), shape.nodes > 1);
  const emulator = emulatorArguments(image, disk, consoleLog, shape, mib);
  // The emulator goes with this process, however it ends.
  const child = start("setpriv", ["--pdeathsig", "KILL", QEMU, ...emulator]);
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const trouble = await new Promise<string | null>((resolve) => {
    let clock = setTimeout(late, BOOT_MS);
    function late(): void {
      resolve(reader.ready ? "the kernel says nothing any more" : "the kernel does not boot");
    }
    if (child.stdout === null) throw new Error("no way out of the guest");
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      clearTimeout(clock);
      clock = setTimeout(late, SILENCE_MS);
      reader.line(line);
      if (reader.over === null) return;
      clearTimeout(clock);
      resolve(reader.over === "done" ? null : reader.over);
    });
    child.once("error", (error) => resolve(`QEMU does not start: ${error.message}`));
    child.once("close", () => {
      clearTimeout(clock);
      resolve(reader.over === null ? `QEMU ended. ${said}` : reader.over === "done" ? null : reader.over);
    });
  });
  stop(child);
  reader.close("silent");
  await rm(disk, { force: true });
  if (!reader.ready) {
    const log = await readFile(consoleLog, "utf8").catch(() => "");
    throw new Error(`${trouble ?? ""}\n${log.split("\n").slice(-LINES_OF_CONSOLE).join("\n")}`);
  }
  const last = reader.played.at(-1);
  if (last?.ending !== "silent") await rm(consoleLog, { force: true });
  // The guest knows scenes by their numbers.
  const played = reader.played.map((one) => ({ ...one, id: scenes[Number(one.id)]?.id ?? one.id }));
  return { played, trouble };
}

function emulatorArguments(image: string, disk: string, log: string, shape: Shape, mib: number): string[] {
  const line = [
    "console=ttyS0 quiet loglevel=4 oops=panic panic=-1 rdinit=/init nokaslr mitigations=off transparent_hugepage=never",
    ...(shape.gigantic > 0 ? [`hugepagesz=1G hugepages=${gigantic(shape)}`] : []),
  ];
  const nodes = Array.from({ length: shape.nodes }, (_, node) => String(node));
  return [
    // Emulated, not virtualized: the same machine everywhere, also where /dev/kvm is there but leads nowhere.
    ...["-accel", "tcg", "-cpu", "qemu64,+pdpe1gb", "-machine", "pc"],
    ...["-m", `${String(mib * shape.nodes)}M`, "-smp", String(shape.nodes)],
    ...(shape.nodes === 1
      ? []
      : nodes.flatMap((node) => [
          ...["-object", `memory-backend-ram,id=m${node},size=${String(mib)}M`],
          ...["-numa", `node,nodeid=${node},cpus=${node},memdev=m${node}`],
        ])),
    ...["-kernel", image, "-initrd", disk, "-append", line.join(" ")],
    ...["-display", "none", "-monitor", "none", "-nodefaults", "-no-reboot"],
    ...["-serial", `file:${log}`, "-debugcon", "stdio"],
  ];
}

/** Of several nodes each gets its own number. */
function gigantic({ nodes, gigantic: pages }: Shape): string {
  if (nodes === 1) return String(pages);
  return Array.from({ length: nodes }, (_, node) => `${String(node)}:${String(pages)}`).join(",");
}

function nodeOfFrame(frame: number, mib: number): number {
  const address = frame * SMALL_PAGE;
  const offset = address >= HOLE_TO ? address - HOLE_TO + HOLE_FROM : address;
  return Math.floor(offset / (mib * MIB));
}
