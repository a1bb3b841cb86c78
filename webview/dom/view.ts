/** What an element should be: a plain value, compared with the last one and patched into the page. */

export type Attribute = string | number | boolean | null | undefined;
export type Attributes = Readonly<Record<string, Attribute>>;
export type Handlers = {
  readonly [K in keyof GlobalEventHandlersEventMap]?: (event: GlobalEventHandlersEventMap[K]) => void;
};

export interface Extras {
  /** Same key among its siblings = same element, wherever it moves. */
  readonly key?: string;
  readonly on?: Handlers;
  /** Set through the style object: an inline style attribute would be stopped by the page's policy. */
  readonly style?: Readonly<Record<string, string>>;
  /** The live value of an input; an attribute would only set its first one. */
  readonly value?: string;
  /** Called after each patch in which the view changed, when all of the page is in place: a canvas draws itself here. */
  readonly after?: (element: Element) => void;
}

export interface ElementView {
  readonly tag: string;
  readonly svg: boolean;
  readonly attributes: Attributes;
  readonly children: readonly View[];
  readonly extras: Extras;
}

export type View = ElementView | string | null;

const NOTHING: Extras = {};

/** An HTML element. Null children keep their place and draw nothing. */
export function html(
  tag: string,
  attributes: Attributes = {},
  children: readonly View[] = [],
  extras: Extras = NOTHING,
): ElementView {
  return { tag, svg: false, attributes, children, extras };
}

/** An SVG element. */
export function svg(
  tag: string,
  attributes: Attributes = {},
  children: readonly View[] = [],
  extras: Extras = NOTHING,
): ElementView {
  return { tag, svg: true, attributes, children, extras };
}

/** Class names put together; falsy ones are left out. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
