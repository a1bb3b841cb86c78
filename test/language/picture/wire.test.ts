/** Runs on the wire: what arrives is what was sent, an edit sends little, and damage is noticed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBlock, writeBlock } from "../../../language/picture/block.js";
import type { PictureStep, RunPicture } from "../../../language/picture/picture.js";
import { packing } from "../../../language/picture/pack.js";
import { cutting, Tape } from "../../../language/picture/tape.js";
import { DamagedError, VlqReader, VlqWriter } from "../../../language/picture/vlq.js";
import { BlockIds, numbered, Receiver, sendRun, type SentPicture } from "../../../language/picture/wire.js";
import { DATABASE, longTale, TAKEN } from "../../webview/stories.js";
import { done } from "../../webview/stage.js";
import { tell } from "../../webview/told.js";

const NO_METERS = { sizes: [], nodes: 0, cgroups: [] };
const database = tell(DATABASE, "2.6.26+cow");
const long = tell(longTale(500), "2.6.26+cow");

/** JSON knows no undefined: what it carries is what is compared. */
function overWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

class Line {
  readonly ids = new BlockIds("s");
  readonly receiver = new Receiver();

  send(run: RunPicture): SentPicture {
    const { steps: _, ...head } = run;
    const packed = numbered(done(packing(run)), this.ids);
    const sent = sendRun(head, packed, new Set(this.receiver.known));
    return overWire({
      uri: "file:///a",
      version: 1,
      scenarios: [],
      scenario: 0,
      run: sent,
      brokenLine: null,
      whatIf: null,
    });
  }

  steps(run: RunPicture): PictureStep[] | null {
    const picture = this.receiver.take(this.send(run));
    return picture?.run == null ? null : [...picture.run.steps];
  }
}

describe("numbers", () => {
  test("any whole number comes back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, 2 ** 29, -(2 ** 62), 2 ** 63))),
        (numbers) => {
          const writer = new VlqWriter();
          for (const number of numbers) writer.put(number);
          const reader = new VlqReader(writer.take());
          expect(numbers.map(() => reader.next())).toEqual(numbers.map((number) => number + 0));
          expect(reader.done).toBe(true);
        },
      ),
    );
  });

  test("the same digits as in source maps", () => {
    const writer = new VlqWriter();
    for (const number of [0, 1, -1, 15, 16, -16, 1000]) writer.put(number);
    expect(writer.take()).toBe("ACDegBhBw+B");
  });
});

describe("a run", () => {
  test.each([
    ["small", tell(TAKEN, "2.6.26+cow")],
    ["with every sort of event", database],
    ["long", long],
  ])("%s: every step arrives as it was", (_, run) => {
    expect(new Line().steps(run)).toEqual(overWire(run.steps));
  });

  test("with more pools, nodes, groups and steps of other files", () => {
    const steps = [7, null, 5, 5, null].map((line, at): PictureStep => ({
      line,
      actor: null,
      pid: null,
      text: "x",
      result: "ok",
      announced: at === 1,
      events: [],
      counters: { total: 4, free: at, rsvd: -(2 ** 62), surp: 0 },
      sizes: { "1G": { total: 1, free: at, rsvd: 0, surp: 0 } },
      nodes: [
        { total: 2, free: at, surp: 0 },
        { total: 2, free: 0, surp: at },
      ],
      cgroups: { web: { usage: at, rsvd: 1 } },
    }));
    const meters = { sizes: ["1G"], nodes: 2, cgroups: ["web"] } as const;
    expect(readBlock(overWire(writeBlock(steps, 7, meters)), 7, meters)).toEqual(steps);
    const tape = new Tape([...cutting(steps, meters)], meters);
    expect([...tape.lines()]).toEqual([7, -1, 5, 5, -1]);
    expect(tape.at(2)).toEqual(steps[2]);
    expect(tape.at(5)).toBeUndefined();
    expect(tape.at(-1)).toBeUndefined();
  });

  test("that is sent again costs nothing; one that moved in its file, too", () => {
    const line = new Line();
    expect(line.steps(long)).not.toBeNull();
    expect(line.send(long).run?.blocks).toEqual([]);
    const moved = { ...long, steps: long.steps.map((step) => ({ ...step, line: (step.line ?? 0) + 9 })) };
    expect(line.send(moved).run?.blocks).toEqual([]);
    expect(line.steps(moved)).toEqual(overWire(moved.steps));
  });

  test("with a step put in between is sent but for a few blocks", () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `read a[${at * 7}]`);
    const step = (text: string, at: number): PictureStep => ({
      line: at,
      actor: "p",
      pid: 1,
      text,
      result: "ok",
      announced: false,
      events: [{ kind: "exec", fn: "f", pid: 1 }],
      counters: { total: 2, free: 2, rsvd: 0, surp: 0 },
    });
    const line = new Line();
    line.steps({ ...long, steps: texts.map(step) });
    const edited = texts.toSpliced(1000, 0, "read b").map(step);
    const sent = line.send({ ...long, steps: edited });
    expect(sent.run?.order.length).toBeGreaterThan(10);
    expect(sent.run?.blocks.length).toBeLessThan(4);
    const picture = line.receiver.take(sent);
    expect([...(picture?.run?.steps ?? [])]).toEqual(edited);
  });

  test("of which a block is missing is not taken, and what was held stays", () => {
    const line = new Line();
    line.steps(long);
    const { run, ...picture } = line.send(database);
    if (run === null) throw new Error("nothing sent");
    expect(line.receiver.take({ ...picture, run: { ...run, blocks: [] } })).toBeNull();
    expect(line.send(long).run?.blocks).toEqual([]);
  });

  test("can be forwarded, without what the next one has", () => {
    const line = new Line();
    const sent = line.send(long);
    line.receiver.take(sent);
    const again = line.receiver.forward(line.send(long), new Set());
    expect(again.run?.blocks.map(({ id }) => id).sort()).toEqual(sent.run?.blocks.map(({ id }) => id).sort());
    expect(line.receiver.forward(sent, new Set(line.receiver.known)).run?.blocks).toEqual([]);
  });
});

test("a damaged block is noticed: it is read whole, or not at all", () => {
  const block = writeBlock(database.steps, 0, NO_METERS);
  fc.assert(
    fc.property(
      fc.nat(block.codes.length - 1),
      fc.constantFrom("A", "z", "/", "!", ""),
      fc.boolean(),
      (at, put, cut) => {
        const codes = cut ? block.codes.slice(0, at) : `${block.codes.slice(0, at)}${put}${block.codes.slice(at + 1)}`;
        try {
          expect(readBlock({ ...block, codes }, 0, NO_METERS)).toHaveLength(block.steps);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedError);
        }
      },
    ),
  );
});
