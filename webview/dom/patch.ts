/**
 * Brings the page to what a view says, touching only what differs: elements keep their identity, and with it focus,
 * scroll and selection. A view that is the same object as last time is skipped whole, so unchanged parts cost nothing.
 */
import type { Attribute, ElementView, View } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";

/** The view that an element shows now. */
const shown = new WeakMap<Element, ElementView>();
/** What asked to be called once the page is whole. */
const finished: [Element, (element: Element) => void][] = [];
/** Event types that an element already listens to. */
const listening = new WeakMap<Element, Set<string>>();

/** Makes the children of `root` be `views`. */
export function patch(root: Element, views: readonly View[]): void {
  patchChildren(root, views);
  // Only now is every element in the page: a canvas can read its colours, a list can take the focus.
  for (const [element, call] of finished.splice(0)) if (element.isConnected) call(element);
}

function patchChildren(parent: Element, views: readonly View[]): void {
  let cursor: ChildNode | null = parent.firstChild;
  // Made when a child is not where it was: mostly they all are.
  let keyed: Map<string, Element> | null = null;
  for (const view of views) {
    if (view === null) continue;
    const key = typeof view === "string" ? undefined : view.extras.key;
    const elsewhere = key !== undefined && keyOf(cursor) !== key;
    if (elsewhere) keyed ??= keyedFrom(cursor);
    const found = find(view, cursor, elsewhere ? keyed : null);
    if (found === null) {
      parent.insertBefore(create(view), cursor);
      continue;
    }
    if (typeof view === "string") {
      if (found.nodeValue !== view) found.nodeValue = view;
    } else if (found instanceof Element) {
      update(found, view);
    }
    if (found === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(found, cursor);
  }
  while (cursor !== null) {
    const next: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function keyOf(node: ChildNode | null): string | undefined {
  return node instanceof Element ? shown.get(node)?.extras.key : undefined;
}

/** The children from `cursor` on by their keys; what lies before it is in its place already. */
function keyedFrom(cursor: ChildNode | null): Map<string, Element> {
  const keyed = new Map<string, Element>();
  for (let node = cursor; node !== null; node = node.nextSibling) {
    const key = keyOf(node);
    if (key !== undefined && node instanceof Element) keyed.set(key, node);
  }
  return keyed;
}

/** The node that may become `view`: the one with its key (`keyed`: it is not the next one), or the next one if it is of the same sort. */
function find(
  view: ElementView | string,
  cursor: ChildNode | null,
  keyed: Map<string, Element> | null,
): ChildNode | null {
  if (typeof view === "string") return cursor instanceof Text ? cursor : null;
  const key = view.extras.key;
  if (key !== undefined && keyed !== null) {
    const element = keyed.get(key) ?? null;
    keyed.delete(key);
    return element !== null && shown.get(element)?.tag === view.tag ? element : null;
  }
  if (!(cursor instanceof Element)) return null;
  const old = shown.get(cursor);
  return old?.tag === view.tag && old.svg === view.svg && old.extras.key === key ? cursor : null;
}

function create(view: ElementView | string): ChildNode {
  if (typeof view === "string") return document.createTextNode(view);
  const element = view.svg ? document.createElementNS(SVG, view.tag) : document.createElement(view.tag);
  update(element, view);
  return element;
}

function update(element: Element, view: ElementView): void {
  const old = shown.get(element);
  if (old === view) return;
  shown.set(element, view);
  updateAttributes(element, old, view);
  updateStyle(element, old, view);
  listen(element, view);
  patchChildren(element, view.children);
  const value = view.extras.value;
  const holdsValue = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
  if (value !== undefined && holdsValue && element.value !== value) element.value = value;
  if (view.extras.after !== undefined) finished.push([element, view.extras.after]);
}

function updateAttributes(element: Element, old: ElementView | undefined, view: ElementView): void {
  const before: Readonly<Record<string, Attribute>> = old?.attributes ?? {};
  for (const name of Object.keys(before)) if (!(name in view.attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(view.attributes)) {
    if (before[name] === value && old !== undefined) continue;
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function updateStyle(element: Element, old: ElementView | undefined, view: ElementView): void {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
  const before = old?.extras.style ?? {};
  const after = view.extras.style ?? {};
  for (const name of Object.keys(before)) if (!(name in after)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(after)) if (before[name] !== value) element.style.setProperty(name, value);
}

/** One listener a type for the element's life; it asks the view shown at that moment for its handler. */
function listen(element: Element, view: ElementView): void {
  if (view.extras.on === undefined) return;
  const types = listening.get(element) ?? new Set<string>();
  listening.set(element, types);
  for (const type of Object.keys(view.extras.on)) {
    if (types.has(type)) continue;
    types.add(type);
    element.addEventListener(type, (event) => {
      const handlers = shown.get(element)?.extras.on as
        Readonly<Record<string, ((event: unknown) => void) | undefined>> | undefined;
      handlers?.[type]?.(event);
    });
  }
}
