/** A moving picture: frames of a window, each for a while, as a GIF that begins again at its end. */
import gifenc from "gifenc";
import { PNG } from "pngjs";
import { countColours, MOST_COLOURS, Palette } from "./palette.js";

/** The one place of the palette that paints nothing: of a frame only what is new is kept. */
const UNCHANGED = MOST_COLOURS - 1;
/** Frames that stay as they are. */
const DISPOSE_NOT = 1;

interface Frame {
  readonly pixels: Buffer;
  delay: number;
}

export class Reel {
  readonly #frames: Frame[] = [];
  #width = 0;
  #height = 0;

  /** Milliseconds from the first frame to the end of the last. */
  get duration(): number {
    return this.#frames.reduce((sum, { delay }) => sum + delay, 0);
  }

  get frames(): number {
    return this.#frames.length;
  }

  /** Adds a frame that is shown for so many milliseconds; one that shows nothing new makes the last one longer. */
  add(png: Buffer, delay: number): void {
    const { data, width, height } = PNG.sync.read(png);
    [this.#width, this.#height] = [width, height];
    const last = this.#frames.at(-1);
    if (last?.pixels.equals(data) === true) last.delay += delay;
    else this.#frames.push({ pixels: data, delay });
  }

  /** The file. */
  gif(): Uint8Array {
    const counts = new Map<number, number>();
    for (const { pixels } of this.#frames) countColours(pixels, counts);
    const palette = new Palette(counts, UNCHANGED);
    const encoder = gifenc.GIFEncoder();
    let shown: Uint8Array | null = null;
    for (const { pixels, delay } of this.#frames) {
      const places = new Uint8Array(pixels.length / 4);
      for (let pixel = 0; pixel < places.length; pixel += 1)
        places[pixel] = palette.place(pixels.readUIntBE(pixel * 4, 3));
      const before = shown;
      const painted =
        before === null ? places : places.map((place, pixel) => (place === before[pixel] ? UNCHANGED : place));
      encoder.writeFrame(painted, this.#width, this.#height, {
        delay,
        ...(before === null ? { palette: [...palette.colours, [0, 0, 0] as const] } : {}),
        transparent: true,
        transparentIndex: UNCHANGED,
        dispose: DISPOSE_NOT,
      });
      shown = places;
    }
    encoder.finish();
    return encoder.bytes();
  }
}
