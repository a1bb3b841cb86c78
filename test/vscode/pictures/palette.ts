/** The few colours that stand for those of a picture, or of several: pictures of a window have not many. */

/** What one byte can tell apart. */
export const MOST_COLOURS = 256;
/** Colours taken for how much of the picture has them; the others for how far they are from these: a small mark keeps its colour. */
const MOST_COMMON = 96;

type Colour = readonly [red: number, green: number, blue: number];

/** How often each colour (`0xrrggbb`) occurs in pixels of four bytes; `counts` goes on with what was counted before. */
export function countColours(pixels: Buffer, counts = new Map<number, number>()): Map<number, number> {
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

/** At most so many colours; every other one becomes the nearest of them. */
export class Palette {
  readonly colours: readonly Colour[];
  readonly #places: ReadonlyMap<number, number>;

  constructor(counts: ReadonlyMap<number, number>, most: number) {
    this.colours = chosen(
      [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => partsOf(colour)),
      most,
    );
    this.#places = new Map([...counts.keys()].map((colour) => [colour, nearest(this.colours, partsOf(colour))]));
  }

  /** The place of the colour that stands for one that was counted. */
  place(colour: number): number {
    return this.#places.get(colour) ?? 0;
  }
}

function partsOf(colour: number): Colour {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

/** `colours`: the most common first. */
function chosen(colours: readonly Colour[], most: number): readonly Colour[] {
  const palette = colours.slice(0, MOST_COMMON);
  const others = colours.slice(MOST_COMMON).map((colour) => ({ colour, far: distanceTo(palette, colour) }));
  while (palette.length < most) {
    const farthest = others.reduce<{ readonly colour: Colour | null; readonly far: number }>(
      (best, one) => (one.far > best.far ? one : best),
      { colour: null, far: 0 },
    );
    if (farthest.colour === null) break;
    palette.push(farthest.colour);
    for (const other of others) other.far = Math.min(other.far, distance(farthest.colour, other.colour));
  }
  return palette;
}

function distanceTo(palette: readonly Colour[], colour: Colour): number {
  return palette.reduce((least, one) => Math.min(least, distance(one, colour)), Infinity);
}

function distance([r, g, b]: Colour, [red, green, blue]: Colour): number {
  return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
}

function nearest(palette: readonly Colour[], colour: Colour): number {
  let [best, least] = [0, Infinity];
  for (const [place, one] of palette.entries()) {
    const far = distance(one, colour);
    if (far < least) [best, least] = [place, far];
  }
  return best;
}
