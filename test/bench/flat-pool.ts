/**
 * The smallest program that does the engine benchmark's work: the rules of 2.6.26+cow for one private mapping a
 * process, in flat typed arrays, without events, names or reasons. It is the baseline and the check of the engine's run.
 */

/** Operations, as numbers: operation, process, argument (a page, or the child of a fork). */
export const OP = { mmap: 0, read: 1, write: 2, munmap: 3, fork: 4, exit: 5 } as const;
export const OP_WIDTH = 3;

export const RESULT = { ok: 0, ENOMEM: 1, SIGBUS: 2, SIGKILL: 3 } as const;
export type FlatResult = (typeof RESULT)[keyof typeof RESULT];

const NO_PAGE = -1;

export class FlatPool {
  readonly #pages: number;
  readonly #table: Int32Array;
  readonly #writable: Uint8Array;
  readonly #users: Int32Array;
  readonly #freeList: Int32Array;
  readonly #promised: Int32Array;
  readonly #owner: Uint8Array;
  readonly #marked: Uint8Array;
  readonly mapped: Uint8Array;
  readonly alive: Uint8Array;
  readonly processes: number;
  free: number;
  rsvd = 0;

  /** `alive` of the processes live at the start. */
  constructor(pool: number, processes: number, pages: number, alive: number) {
    this.#pages = pages;
    this.processes = processes;
    this.#table = new Int32Array(processes * pages).fill(NO_PAGE);
    this.#writable = new Uint8Array(processes * pages);
    this.#users = new Int32Array(pool);
    this.#freeList = Int32Array.from({ length: pool }, (_, page) => page);
    this.#promised = new Int32Array(processes);
    this.#owner = new Uint8Array(processes);
    this.#marked = new Uint8Array(processes);
    this.mapped = new Uint8Array(processes);
    this.alive = Uint8Array.from({ length: processes }, (_, process) => (process < alive ? 1 : 0));
    this.free = pool;
  }

  step(op: number, process: number, argument: number): FlatResult {
    switch (op) {
      case OP.mmap:
        return this.#mmap(process);
      case OP.read:
      case OP.write:
        return this.#access(process, argument, op === OP.write);
      case OP.munmap:
        this.#unmap(process);
        return RESULT.ok;
      case OP.fork:
        this.#fork(process, argument);
        return RESULT.ok;
      case OP.exit:
        this.#unmap(process);
        this.alive[process] = 0;
        return RESULT.ok;
      default:
        throw new RangeError(`no operation ${op}`);
    }
  }

  #mmap(process: number): FlatResult {
    if (this.rsvd + this.#pages > this.free) return RESULT.ENOMEM;
    this.rsvd += this.#pages;
    this.#promised[process] = this.#pages;
    this.#owner[process] = 1;
    this.#marked[process] = 0;
    this.mapped[process] = 1;
    return RESULT.ok;
  }

  #access(process: number, index: number, write: boolean): FlatResult {
    const slot = process * this.#pages + index;
    const page = this.#table[slot]!;
    if (page === NO_PAGE) {
      if (this.#marked[process] === 1) return this.#kill(process, RESULT.SIGBUS);
      const promised = this.#promised[process]!;
      if (this.free === 0 || (promised === 0 && this.free === this.rsvd)) return this.#kill(process, RESULT.SIGKILL);
      if (promised > 0) {
        this.#promised[process] = promised - 1;
        this.rsvd--;
      }
      this.#map(slot, true);
      return RESULT.ok;
    }
    if (!write || this.#writable[slot] === 1) return RESULT.ok;
    if (this.#users[page]! > 1) {
      if (this.free !== this.rsvd) {
        this.#drop(page);
        this.#map(slot, true);
        return RESULT.ok;
      }
      if (this.#owner[process] === 0) return this.#kill(process, RESULT.SIGKILL);
      this.#take(process, index, page);
    }
    this.#writable[slot] = 1;
    return RESULT.ok;
  }

  /** Takes the page away from everybody else who has it. */
  #take(process: number, index: number, page: number): void {
    for (let other = 0; other < this.processes; other++) {
      const slot = other * this.#pages + index;
      if (other === process || this.#table[slot] !== page) continue;
      this.#table[slot] = NO_PAGE;
      this.#marked[other] = 1;
      this.#users[page]!--;
    }
  }

  #map(slot: number, writable: boolean): void {
    const page = this.#freeList[--this.free]!;
    this.#users[page] = 1;
    this.#table[slot] = page;
    this.#writable[slot] = writable ? 1 : 0;
  }

  #drop(page: number): void {
    const left = this.#users[page]! - 1;
    this.#users[page] = left;
    if (left === 0) this.#freeList[this.free++] = page;
  }

  #fork(parent: number, child: number): void {
    for (let index = 0; index < this.#pages; index++) {
      const from = parent * this.#pages + index;
      const to = child * this.#pages + index;
      const page = this.#table[from]!;
      this.#table[to] = page;
      this.#writable[from] = 0;
      this.#writable[to] = 0;
      if (page !== NO_PAGE) this.#users[page]!++;
    }
    this.alive[child] = 1;
    this.mapped[child] = this.mapped[parent]!;
    this.#owner[child] = 0;
    this.#marked[child] = 0;
    this.#promised[child] = 0;
  }

  #kill(process: number, signal: FlatResult): FlatResult {
    this.#unmap(process);
    this.alive[process] = 0;
    return signal;
  }

  #unmap(process: number): void {
    for (let slot = process * this.#pages; slot < (process + 1) * this.#pages; slot++) {
      const page = this.#table[slot]!;
      if (page === NO_PAGE) continue;
      this.#table[slot] = NO_PAGE;
      this.#drop(page);
    }
    this.rsvd -= this.#promised[process]!;
    this.#promised[process] = 0;
    this.#owner[process] = 0;
    this.mapped[process] = 0;
  }
}
