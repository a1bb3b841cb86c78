/** How far each actor of a stage is, packed into as few words as hold it. */

const WORD_BITS = 32;

export class Places {
  readonly words: number;
  private readonly word: readonly number[];
  private readonly shift: readonly number[];
  private readonly mask: readonly number[];

  /** `lengths`: the acts of each actor. */
  constructor(private readonly lengths: readonly number[]) {
    const word: number[] = [];
    const shift: number[] = [];
    let at = 0;
    let used = 0;
    for (const length of lengths) {
      const bits = Math.max(1, WORD_BITS - Math.clz32(length));
      if (used + bits > WORD_BITS) {
        at++;
        used = 0;
      }
      word.push(at);
      shift.push(used);
      used += bits;
    }
    this.word = word;
    this.shift = shift;
    this.mask = lengths.map((length) => 2 ** Math.max(1, WORD_BITS - Math.clz32(length)) - 1);
    this.words = at + 1;
  }

  /** Acts taken by all together. */
  sum(words: Int32Array, at: number): number {
    let sum = 0;
    for (let actor = 0; actor < this.lengths.length; actor++)
      sum += ((words[at + (this.word[actor] ?? 0)] ?? 0) >>> (this.shift[actor] ?? 0)) & (this.mask[actor] ?? 0);
    return sum;
  }

  /** Reads the places that stand from word `at` on into `into`. */
  read(words: Int32Array, at: number, into: Int32Array): void {
    for (let actor = 0; actor < this.lengths.length; actor++) {
      into[actor] = ((words[at + (this.word[actor] ?? 0)] ?? 0) >>> (this.shift[actor] ?? 0)) & (this.mask[actor] ?? 0);
    }
  }

  /** Writes places from word `at` on. */
  write(places: Int32Array, words: Int32Array, at: number): void {
    for (let i = 0; i < this.words; i++) words[at + i] = 0;
    for (let actor = 0; actor < this.lengths.length; actor++) {
      const word = at + (this.word[actor] ?? 0);
      words[word] = (words[word] ?? 0) | ((places[actor] ?? 0) << (this.shift[actor] ?? 0));
    }
  }

  /** Writes the places at `from`, and one act more for that actor. */
  step(from: Int32Array, fromAt: number, actor: number, to: Int32Array, toAt: number): void {
    for (let i = 0; i < this.words; i++) to[toAt + i] = from[fromAt + i] ?? 0;
    const word = toAt + (this.word[actor] ?? 0);
    to[word] = ((to[word] ?? 0) + (1 << (this.shift[actor] ?? 0))) | 0;
  }

  /** Those actors have taken all of their acts. */
  finish(actors: readonly number[], words: Int32Array, at: number): void {
    for (const actor of actors) {
      const word = at + (this.word[actor] ?? 0);
      const shift = this.shift[actor] ?? 0;
      words[word] = ((words[word] ?? 0) & ~((this.mask[actor] ?? 0) << shift)) | ((this.lengths[actor] ?? 0) << shift);
    }
  }
}
