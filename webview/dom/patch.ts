/**
 * Brings the page to what a view says, touching only what differs: elements keep their identity, and with it focus,
 * scroll and selection. A view that is the same object as last time is skipped whole, so unchanged parts cost nothing.
 */
import type { Attribute, ElementView, View } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";

/** The view that an element shows now; on the element itself, for every step looks at every element. */
const SHOWN = Symbol("shown");
/** The nodes of its children: to ask the page for one after the other takes longer than to compare what they show. */
const NODES = Symbol("nodes");
type Shown = Element & { [SHOWN]?: ElementView; [NODES]?: readonly ChildNode[] };
/** What asked to be called once the page is whole. */
const finished: [Element, (element: Element) => void][] = [];
/** Event types that an element already listens to. */
const listening = new WeakMap<Element, Set<string>>();

const NONE: Readonly<Record<string, string>> = {};

/** Makes the children of `root` be `views`. */
export function patch(root: Element, views: readonly View[]): void {
  arrangeChildren(root, views);
  // Only now is every element in the page: a canvas can read its colours, a list can take the focus.
  for (const [element, call] of finished.splice(0)) if (element.isConnected) call(element);
}

/** `before`: what the children show now. */
function patchChildren(parent: Shown, before: readonly View[] | undefined, views: readonly View[]): void {
  if (before === views) return;
  const nodes = parent[NODES];
  if (before === undefined || nodes === undefined || !areSameSorts(before, views)) {
    arrangeChildren(parent, views);
    return;
  }
  let at = 0;
  views.forEach((view, index) => {
    if (view === null) return;
    const node = nodes[at++];
    if (node === undefined || before[index] === view) return;
    if (typeof view === "string") node.nodeValue = view;
    else update(node as Shown, view);
  });
}

/** Are they the same elements in the same places, whatever they say? */
function areSameSorts(before: readonly View[], views: readonly View[]): boolean {
  return (
    before.length === views.length &&
    views.every((view, index) => {
      const old = before[index];
      if (old === view) return true;
      if (view === null) return false;
      if (typeof view === "string") return typeof old === "string";
      return isElementView(old) && old.extras.key === view.extras.key && isSameSort(old, view);
    })
  );
}

/** Makes, moves and removes children until they are the wanted ones. */
function arrangeChildren(parent: Shown, views: readonly View[]): void {
  const nodes: ChildNode[] = [];
  parent[NODES] = nodes;
  let cursor: ChildNode | null = parent.firstChild;
  // Made when a child is not where it was: mostly they all are.
  let keyed: Map<string, Shown> | null = null;
  /** Made when a child is not wanted in its place. */
  let wanted: ReadonlySet<string> | null = null;
  for (const view of views) {
    if (view === null) continue;
    if (typeof view === "string") {
      if (cursor?.nodeType === Node.TEXT_NODE) {
        if (cursor.nodeValue !== view) cursor.nodeValue = view;
        nodes.push(cursor);
        cursor = cursor.nextSibling;
      } else nodes.push(parent.insertBefore(document.createTextNode(view), cursor));
      continue;
    }
    const { key } = view.extras;
    let next = isElement(cursor) ? cursor : null;
    let old = next?.[SHOWN];
    // What is not wanted any more goes first: else all that stands behind it would have to move before it.
    while (next !== null && old?.extras.key !== undefined && old.extras.key !== key) {
      wanted ??= keysOf(views);
      if (wanted.has(old.extras.key)) break;
      cursor = next.nextSibling;
      next.remove();
      next = isElement(cursor) ? cursor : null;
      old = next?.[SHOWN];
    }
    if (next !== null && old !== undefined && old.extras.key === key) {
      if (isSameSort(old, view)) {
        update(next, view);
        nodes.push(next);
        cursor = next.nextSibling;
        continue;
      }
    } else if (key !== undefined) {
      keyed ??= keyedFrom(cursor);
      const found = keyed.get(key);
      keyed.delete(key);
      if (found?.[SHOWN] !== undefined && isSameSort(found[SHOWN], view)) {
        update(found, view);
        nodes.push(parent.insertBefore(found, cursor));
        continue;
      }
    }
    nodes.push(parent.insertBefore(create(view), cursor));
  }
  while (cursor !== null) {
    const next: ChildNode | null = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function isElementView(view: View | undefined): view is ElementView {
  return typeof view === "object" && view !== null;
}

function isElement(node: ChildNode | null): node is ChildNode & Shown {
  return node?.nodeType === Node.ELEMENT_NODE;
}

function keysOf(views: readonly View[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const view of views)
    if (view !== null && typeof view !== "string" && view.extras.key !== undefined) keys.add(view.extras.key);
  return keys;
}

function isSameSort(old: ElementView, view: ElementView): boolean {
  return old.tag === view.tag && old.svg === view.svg;
}

/** The children from `cursor` on by their keys; what lies before it is in its place already. */
function keyedFrom(cursor: ChildNode | null): Map<string, Shown> {
  const keyed = new Map<string, Shown>();
  for (let node = cursor; node !== null; node = node.nextSibling) {
    const key = isElement(node) ? node[SHOWN]?.extras.key : undefined;
    if (key !== undefined && isElement(node)) keyed.set(key, node);
  }
  return keyed;
}

function create(view: ElementView): Element {
  const element: Shown = view.svg ? document.createElementNS(SVG, view.tag) : document.createElement(view.tag);
  update(element, view);
  return element;
}

function update(element: Shown, view: ElementView): void {
  const old = element[SHOWN];
  if (old === view) return;
  element[SHOWN] = view;
  updateAttributes(element, old, view);
  updateStyle(element, old, view);
  listen(element, view);
  patchChildren(element, old?.children, view.children);
  const value = view.extras.value;
  if (value !== undefined) setValue(element, value);
  if (view.extras.after !== undefined) finished.push([element, view.extras.after]);
}

function setValue(element: Element, value: string): void {
  const holdsValue = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
  if (holdsValue && element.value !== value) element.value = value;
}

function updateAttributes(element: Element, old: ElementView | undefined, view: ElementView): void {
  const before: Readonly<Record<string, Attribute>> = old?.attributes ?? NONE;
  const after = view.attributes;
  if (before === after) return;
  for (const name in before) if (!(name in after)) element.removeAttribute(name);
  for (const name in after) {
    const value = after[name];
    if (old !== undefined && before[name] === value) continue;
    if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
    else if (old !== undefined) element.removeAttribute(name);
  }
}

function updateStyle(element: Element, old: ElementView | undefined, view: ElementView): void {
  const before = old?.extras.style ?? NONE;
  const after = view.extras.style ?? NONE;
  if (before === after || !(element instanceof HTMLElement || element instanceof SVGElement)) return;
  for (const name in before) if (!(name in after)) element.style.removeProperty(name);
  for (const name in after) {
    const value = after[name];
    if (value !== undefined && before[name] !== value) element.style.setProperty(name, value);
  }
}

/** One listener a type for the element's life; it asks the view shown at that moment for its handler. */
function listen(element: Shown, view: ElementView): void {
  const { on } = view.extras;
  if (on === undefined) return;
  let types = listening.get(element);
  if (types === undefined) listening.set(element, (types = new Set()));
  for (const type in on) {
    if (types.has(type)) continue;
    types.add(type);
    element.addEventListener(type, (event) => {
      const handlers = element[SHOWN]?.extras.on as
        Readonly<Record<string, ((event: unknown) => void) | undefined>> | undefined;
      handlers?.[type]?.(event);
    });
  }
}
