/** The kernels and the emulator, from Debian's archive; kept in a folder that git ignores. */
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { NotPossible, run } from "./child.js";

/** The kernels that Debian packs; the others of the language exist as source text only. */
export const REAL_KERNELS = ["6.1", "6.12"] as const;
export type RealKernel = (typeof REAL_KERNELS)[number];

export const CACHE = path.resolve(".kernels");
export const QEMU = "qemu-system-x86_64";

const QUICK_MS = 60_000;
const DOWNLOAD_MS = 600_000;
const TO_INSTALL = "QEMU and a C compiler (Debian: apt-get install qemu-system-x86 gcc libc6-dev)";

/** Sees that the emulator is there; installs it on Debian as root. Throws NotPossible. */
export async function ensureQemu(): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new NotPossible("Real kernels are run on Linux on x86-64 only.");
  if (await answers(QEMU)) return;
  if (process.getuid?.() !== 0 || !(await answers("apt-get")))
    throw new NotPossible(`There is no ${QEMU}, and it cannot be installed from here. Please install ${TO_INSTALL}.`);
  console.log("Installing QEMU ...");
  await run("apt-get", ["update"], ".", DOWNLOAD_MS);
  const args = ["install", "-y", "--no-install-recommends", "qemu-system-x86"];
  const { text } = await run("apt-get", args, ".", DOWNLOAD_MS);
  if (!(await answers(QEMU))) throw new NotPossible(`QEMU could not be installed:\n${text.slice(-1000)}`);
}

async function answers(program: string): Promise<boolean> {
  return (await run(program, ["--version"], ".", QUICK_MS)).status === 0;
}

export interface Image {
  readonly file: string;
  /** The release as the file names it: 6.1.0-56-cloud-amd64 */
  readonly release: string;
  readonly packet: string;
}

/** The newest image of that kernel: what is in the cache, else from Debian's archive. Throws NotPossible. */
export async function ensureImage(kernel: RealKernel): Promise<Image> {
  const folder = path.join(CACHE, kernel);
  const known = await imageIn(folder);
  if (known !== null) return known;
  if (!(await answers("apt-cache")) || !(await answers("dpkg-deb")))
    throw new NotPossible(
      `Kernel ${kernel} comes from Debian's packages, and there is no apt here. Put the boot/vmlinuz of a linux-image-${kernel}*-cloud-amd64 package into ${folder}/boot.`,
    );
  const packet = (await newestPacket(kernel)) ?? (await updatedPacket(kernel));
  console.log(`Downloading ${packet} ...`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const download = await run("apt-get", ["download", packet], folder, DOWNLOAD_MS);
  const archive = (await readdir(folder)).find((name) => name.endsWith(".deb"));
  if (archive === undefined) throw new NotPossible(`${packet} could not be downloaded:\n${download.text.slice(-1000)}`);
  const unpacked = await run("dpkg-deb", ["--extract", archive, "all"], folder, DOWNLOAD_MS);
  if (unpacked.status !== 0) throw new NotPossible(`${archive} could not be unpacked:\n${unpacked.text.slice(-1000)}`);
  await run("mv", ["all/boot", "boot"], folder, QUICK_MS);
  await rm(path.join(folder, "all"), { recursive: true, force: true });
  const image = await imageIn(folder);
  if (image === null) throw new NotPossible(`${packet} has no boot/vmlinuz.`);
  return image;
}

async function imageIn(folder: string): Promise<Image | null> {
  const found = await readdir(path.join(folder, "boot")).catch(() => []);
  const file = found.find((name) => name.startsWith("vmlinuz"));
  if (file === undefined) return null;
  const packet = (await readdir(folder)).find((name) => name.endsWith(".deb")) ?? "";
  return { file: path.join(folder, "boot", file), release: file.replace("vmlinuz-", ""), packet };
}

async function newestPacket(kernel: RealKernel): Promise<string | null> {
  const { text } = await run(
    "apt-cache",
    ["search", "--names-only", `^linux-image-${kernel}.*-cloud-amd64$`],
    ".",
    QUICK_MS,
  );
  const names = text
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "")
    // 6.1 is no prefix of 6.12's names, and the package without a number only points at another one.
    .filter((name) => new RegExp(`^linux-image-${kernel.replace(".", "\\.")}[.-]\\d.*-cloud-amd64$`).test(name));
  return names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) ?? null;
}

async function updatedPacket(kernel: RealKernel): Promise<string> {
  if (process.getuid?.() === 0) await run("apt-get", ["update"], ".", DOWNLOAD_MS);
  const packet = await newestPacket(kernel);
  if (packet === null)
    throw new NotPossible(
      `Debian's archives as set up here have no linux-image-${kernel}*-cloud-amd64. (6.1 is in bookworm, 6.12 in bookworm-backports and trixie.)`,
    );
  return packet;
}
