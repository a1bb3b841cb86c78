/** What is used of gifenc, which has no types of its own. */
declare module "gifenc" {
  interface FrameOptions {
    readonly palette?: readonly (readonly [number, number, number])[];
    /** Milliseconds. */
    readonly delay: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** 1: what the frame does not paint stays as it was. */
    readonly dispose?: number;
  }
  interface Encoder {
    /** One byte a pixel: its place in the palette. */
    writeFrame(pixels: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  /** Node reads it as CommonJS. */
  const gifenc: { GIFEncoder(): Encoder };
  export = gifenc;
}
