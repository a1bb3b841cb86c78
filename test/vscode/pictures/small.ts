/** Pictures of a window have few colours: with a palette they need a third of the room. */
import { crc32, deflateSync } from "node:zlib";
import { PNG } from "pngjs";

const MOST_COLOURS = 256;
/** Colours taken for how much of the picture has them; the others for how far they are from these: a small mark keeps its colour. */
const MOST_COMMON = 96;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

type Colour = readonly [red: number, green: number, blue: number];

/** The same picture with at most 256 colours; every other one becomes the nearest of them. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = paletteOf([...counts].sort(([, a], [, b]) => b - a).map(([colour]) => partsOf(colour)));
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, partsOf(colour))]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const row = Math.floor(pixel / width);
    // Each row begins with its filter: none.
    rows[pixel + row + 1] = places.get(data.readUIntBE(pixel * 4, 3)) ?? 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function partsOf(colour: number): Colour {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

/** `colours`: the most common first. */
function paletteOf(colours: readonly Colour[]): readonly Colour[] {
  const palette = colours.slice(0, MOST_COMMON);
  const others = colours.slice(MOST_COMMON).map((colour) => ({ colour, far: distanceTo(palette, colour) }));
  while (palette.length < MOST_COLOURS) {
    const farthest = others.reduce<{ readonly colour: Colour | null; readonly far: number }>(
      (most, one) => (one.far > most.far ? one : most),
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

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
