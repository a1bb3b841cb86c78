import {
  chmodSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { run } from "./command.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MESSY = 'scenario "s" {\nprocess   p\n   p:exit()\n}';
const TIDY = 'scenario "s" {\n  process p\n  p: exit()\n}\n';

let folder: string;
const file = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "hugetlb-fmt-"));
  writeFileSync(file("messy.hugetlb"), MESSY);
  writeFileSync(file("tidy.hugetlb"), TIDY);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("hugetlb fmt", () => {
  test("writes what it changed, in place, and leaves nothing else behind", async () => {
    const { status, stdout, stderr } = await run(["fmt", "messy.hugetlb", "tidy.hugetlb"], { cwd: folder });
    expect([status, stdout, stderr]).toEqual([0, "messy.hugetlb: formatted\n", ""]);
    expect(readFileSync(file("messy.hugetlb"), "utf8")).toBe(TIDY);
    expect(readdirSync(folder).sort()).toEqual(["messy.hugetlb", "tidy.hugetlb"]);
    expect(await run(["fmt", "messy.hugetlb"], { cwd: folder })).toMatchObject({ status: 0, stdout: "" });
  });

  test("keeps the mode, and writes through a link", async () => {
    chmodSync(file("messy.hugetlb"), 0o640);
    mkdirSync(file("links"));
    symlinkSync("../messy.hugetlb", file("links/link.hugetlb"));
    await run(["fmt", "-q", "links/link.hugetlb"], { cwd: folder });
    expect(lstatSync(file("links/link.hugetlb")).isSymbolicLink()).toBe(true);
    expect(readFileSync(file("messy.hugetlb"), "utf8")).toBe(TIDY);
    expect(statSync(file("messy.hugetlb")).mode & 0o777).toBe(0o640);
  });

  test("--check only tells", async () => {
    const { status, stdout } = await run(["fmt", "--check", "messy.hugetlb", "tidy.hugetlb"], { cwd: folder });
    expect([status, stdout]).toEqual([1, "messy.hugetlb\n"]);
    expect(readFileSync(file("messy.hugetlb"), "utf8")).toBe(MESSY);
    expect(await run(["fmt", "--check", "tidy.hugetlb"], { cwd: folder })).toMatchObject({ status: 0, stdout: "" });
  });

  test("a folder stands for the scenario files below it", async () => {
    mkdirSync(file("deep/er"), { recursive: true });
    mkdirSync(file(".hidden"));
    for (const name of ["deep/er/one.hugetlb", "deep/two.hugetlb", ".hidden/three.hugetlb"])
      writeFileSync(file(name), MESSY);
    expect(await run(["fmt", "--check", "."], { cwd: folder })).toMatchObject({
      status: 1,
      stdout: "deep/er/one.hugetlb\ndeep/two.hugetlb\nmessy.hugetlb\n",
    });
    mkdirSync(file("empty"));
    expect(await run(["fmt", "--check", "empty"], { cwd: folder })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("cannot format empty") as string,
    });
  });

  test("the examples are in their layout", async () => {
    expect(await run(["fmt", "--check", "examples"])).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  test("- is standard input and output", async () => {
    expect(await run(["fmt", "-"], { cwd: folder, input: MESSY })).toMatchObject({ status: 0, stdout: TIDY });
    expect(await run(["fmt", "--check", "-"], { cwd: folder, input: MESSY })).toMatchObject({
      status: 1,
      stdout: "-\n",
    });
  });

  test("a file that cannot be read or is no text is left as it is, and the others are formatted", async () => {
    const bytes = Buffer.from([0x70, 0x6f, 0x6f, 0x6c, 0x20, 0xff, 0x0a]);
    writeFileSync(file("binary.hugetlb"), bytes);
    mkdirSync(file("nothing"));
    const { status, stderr } = await run(["fmt", "binary.hugetlb", "nowhere.hugetlb", "nothing", "messy.hugetlb"], {
      cwd: folder,
    });
    expect(status).toBe(2);
    expect(stderr.split("\n").slice(0, 3)).toEqual([
      "hugetlb: cannot format binary.hugetlb: it is not UTF-8",
      "hugetlb: cannot format nowhere.hugetlb: no such file or directory",
      "hugetlb: cannot format nothing: it is a folder without a .hugetlb file",
    ]);
    expect(readFileSync(file("binary.hugetlb"))).toEqual(bytes);
    expect(readFileSync(file("messy.hugetlb"), "utf8")).toBe(TIDY);
  });

  test("when the new text cannot be put in place the old one stays whole", async () => {
    mkdirSync(file("full"));
    writeFileSync(file("full/a.hugetlb"), MESSY);
    // A name that leaves no room for that of the draft beside it.
    const long = `${"x".repeat(255 - ".hugetlb".length)}.hugetlb`;
    writeFileSync(file(`full/${long}`), MESSY);
    const { status, stderr } = await run(["fmt", `full/${long}`, "full/a.hugetlb"], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain("name too long");
    expect(readFileSync(file(`full/${long}`), "utf8")).toBe(MESSY);
    expect(readFileSync(file("full/a.hugetlb"), "utf8")).toBe(TIDY);
  });

  test("wrong usage", async () => {
    expect((await run(["fmt"], { cwd: folder })).status).toBe(2);
    expect((await run(["fmt", "--format", "json", "tidy.hugetlb"], { cwd: folder })).stderr).toContain(
      "no other format",
    );
    expect((await run(["run", "--check", "tidy.hugetlb"], { cwd: folder })).stderr).toContain("goes with hugetlb fmt");
  });
});
