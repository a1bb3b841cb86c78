/** Numbers as they are written: thousands apart. One formatter for all, made before there is anything to draw: the first one costs a frame. */
const FORMAT = new Intl.NumberFormat("en");

export function written(value: number): string {
  return value >= 0 && value < 1000 && Number.isInteger(value) ? String(value) : FORMAT.format(value);
}
