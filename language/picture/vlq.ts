/**
 * Whole numbers as text, in the base 64 of source maps: five bits a character, lowest first, the sign in the lowest bit
 * of all. Small numbers take one character, and the text passes through JSON as it is.
 */
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE = 32;
const CODES = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const NO_DIGIT = 255;
const VALUES = new Uint8Array(128).fill(NO_DIGIT);
CODES.forEach((code, value) => {
  VALUES[code] = value;
});
/** Up to here the bits of a number are reached by shifts. */
const SHIFTABLE = 2 ** 29;
/** Digits of the largest number that is not infinite. */
const MOST_DIGITS = 206;

/** A text is not one that was written here. */
export class DamagedError extends Error {}

export class VlqWriter {
  #codes = new Uint8Array(4096);
  #length = 0;

  /** Writes a whole number (any that a double holds exactly). */
  put(value: number): void {
    if (this.#length + MOST_DIGITS > this.#codes.length) this.#grow();
    const size = Math.abs(value);
    if (size < SHIFTABLE) {
      let rest = (size << 1) | (value < 0 ? 1 : 0);
      do {
        const digit = rest & 31;
        rest >>>= 5;
        this.#digit(rest > 0 ? digit | BASE : digit);
      } while (rest > 0);
      return;
    }
    let digit = (size % 16) * 2 + (value < 0 ? 1 : 0);
    let rest = Math.floor(size / 16);
    while (rest > 0) {
      this.#digit(digit | BASE);
      digit = rest % BASE;
      rest = Math.floor(rest / BASE);
    }
    this.#digit(digit);
  }

  /** Everything written so far; the writer begins anew. */
  take(): string {
    const text = new TextDecoder("latin1").decode(this.#codes.subarray(0, this.#length));
    this.#length = 0;
    return text;
  }

  #digit(value: number): void {
    this.#codes[this.#length++] = CODES[value] ?? 0;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#codes.length * 2);
    larger.set(this.#codes);
    this.#codes = larger;
  }
}

export class VlqReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The next number. Throws DamagedError where there is none. */
  next(): number {
    let digit = this.#digit();
    const negative = (digit & 1) === 1;
    if (digit < BASE) return negative ? -(digit >> 1) : digit >> 1;
    let size = (digit & 31) >> 1;
    let scale = 16;
    do {
      digit = this.#digit();
      size += (digit & 31) * scale;
      scale *= BASE;
    } while (digit >= BASE);
    return negative ? -size : size;
  }

  #digit(): number {
    const value = VALUES[this.#text.charCodeAt(this.#at++)] ?? NO_DIGIT;
    if (value === NO_DIGIT) throw new DamagedError("not a number");
    return value;
  }
}
