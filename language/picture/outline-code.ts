/** An outline as one short text. */
import type { PageSize } from "../../engine/index.js";
import type { Block } from "./block.js";
import { CodeReader, CodeWriter } from "./code.js";
import type { Bucket, Death, Holding, Moment, Outline, PoolOutline } from "./outline.js";
import type { Row } from "./rows.js";
import type { Process } from "./state/state.js";

const SIZES: readonly PageSize[] = ["2M", "1G"];

/** The outline as a block without steps. */
export function writeOutline(outline: Outline): Block {
  const { processes, deaths, takings, failures, broken, rows, bucketSize, holdings, pools } = outline;
  const to = new CodeWriter();
  to.list(processes, processes.length, ({ pid, name, parent, born, end }) => {
    to.put(pid)
      .text(name)
      .put(parent === null ? 0 : parent + 1, born);
    if (end === null) to.put(0);
    else to.put(end.step + 1).textOrNull(end.signal);
  });
  to.list(deaths, deaths.length, ({ step, pid, signal, announced, fault }) => {
    to.put(step, pid)
      .text(signal)
      .put((announced ? 1 : 0) + (fault ? 2 : 0));
  });
  putMoments(to, takings);
  putMoments(to, failures);
  to.put(broken ?? 0);
  to.list(rows, rows.size, ([pid, list]) => {
    let end = 0;
    to.put(pid).list(list, list.length, ({ from, to: next, name, one }) => {
      to.put(from - end, next - from)
        .text(name)
        .put(one ? 1 : 0);
      end = next;
    });
  });
  to.put(bucketSize);
  to.list(holdings, holdings.size, ([pid, list]) => {
    let before = 0;
    to.put(pid).list(list, list.length, ({ bucket, pages }) => {
      to.put(bucket - before, pages);
      before = bucket;
    });
  });
  to.list(pools, pools.size, ([size, pool]) => {
    to.put(SIZES.indexOf(size), pool.most, pool.lowest, pool.mostSurplus);
    let before: Bucket = { available: 0, free: 0, total: 0 };
    to.list(pool.buckets, pool.buckets.length, (bucket) => {
      const { available, free, total } = bucket;
      to.put(available - before.available, free - before.free, total - before.total);
      before = bucket;
    });
  });
  return to.block();
}

/** Throws DamagedError when the block is no outline. */
export function readOutline(block: Block): Outline {
  const from = new CodeReader(block);
  const outline: Outline = {
    processes: from.list(() => takeProcess(from)),
    deaths: from.list(() => takeDeath(from)),
    takings: takeMoments(from),
    failures: takeMoments(from),
    broken: from.next() || null,
    rows: new Map(from.list(() => [from.next(), takeRows(from)] as const)),
    bucketSize: from.count(),
    holdings: new Map(from.list(() => [from.next(), takeHoldings(from)] as const)),
    pools: new Map(from.list(() => [from.oneOf(SIZES), takePool(from)] as const)),
  };
  from.end();
  return outline;
}

function takeDeath(from: CodeReader): Death {
  const [step, pid, signal] = [from.count(), from.next(), from.text()];
  const flags = from.count();
  return { step, pid, signal, announced: (flags & 1) === 1, fault: (flags & 2) === 2 };
}

function takeRows(from: CodeReader): Row[] {
  let end = 0;
  return from.list((): Row => {
    const start = end + from.count();
    end = start + from.count();
    return { from: start, to: end, name: from.text(), one: from.next() === 1 };
  });
}

function takeProcess(from: CodeReader): Process {
  const pid = from.next();
  const name = from.text();
  const parent = from.next() - 1;
  const born = from.count();
  const ended = from.count() - 1;
  const end = ended < 0 ? null : { step: ended, signal: from.textOrNull() };
  return { pid, name, parent: parent < 0 ? null : parent, born, end };
}

function putMoments(to: CodeWriter, moments: readonly Moment[]): void {
  let before = 0;
  to.list(moments, moments.length, ({ step, pid }) => {
    to.put(step - before, pid === null ? 0 : pid + 1);
    before = step;
  });
}

function takeMoments(from: CodeReader): Moment[] {
  let step = 0;
  return from.list(() => {
    step += from.count();
    const pid = from.next() - 1;
    return { step, pid: pid < 0 ? null : pid };
  });
}

function takeHoldings(from: CodeReader): Holding[] {
  let bucket = 0;
  return from.list(() => {
    bucket += from.count();
    return { bucket, pages: from.count() };
  });
}

function takePool(from: CodeReader): PoolOutline {
  const [most, lowest, mostSurplus] = [from.next(), from.next(), from.next()];
  let available = 0;
  let free = 0;
  let total = 0;
  const buckets = from.list((): Bucket => {
    available += from.next();
    free += from.next();
    total += from.next();
    return { available, free, total };
  });
  return { most, lowest, mostSurplus, buckets };
}
