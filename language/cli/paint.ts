import { styleText } from "node:util";

/** What `--color` takes. */
export const COLOURS = ["auto", "always", "never"] as const;
export type Colour = (typeof COLOURS)[number];

export type Style = Parameters<typeof styleText>[0];
/** Puts a style on a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colours only where they are wanted: on a terminal, unless said otherwise. */
export function makePaint(
  colour: Colour,
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const plain: Paint = (_style, text) => text;
  const painted: Paint = (style, text) => (text === "" ? "" : styleText(style, text, { validateStream: false }));
  switch (colour) {
    case "always":
      return painted;
    case "never":
      return plain;
    case "auto":
      // no-color.org: any value that is not empty
      return isTerminal && (environment.NO_COLOR ?? "") === "" && environment.TERM !== "dumb" ? painted : plain;
  }
}
