/** The round robins over a pool's nodes (for_each_node_mask_to_alloc, for_each_node_mask_to_free). */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";

/** The next node of the mask in turn that will do for taking pages away, or NIL; the turn goes on behind it. */
export function nextToFree(core: Core, hs: Ref, mask: number, will: (node: Ref) => boolean): Ref {
  return inTurn(core, hs, HS.nextToFree, mask, will);
}

/** Likewise for adding pages. */
export function nextToAlloc(core: Core, hs: Ref, mask: number, will: (node: Ref) => boolean): Ref {
  return inTurn(core, hs, HS.nextToAlloc, mask, will);
}

function inTurn(core: Core, hs: Ref, turn: number, mask: number, will: (node: Ref) => boolean): Ref {
  const { heap } = core;
  const nodes: Ref[] = [];
  for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) {
    if ((mask & (1 << heap.get(node, NODE.id))) !== 0) nodes.push(node);
  }
  // As many tries as nodes, wherever the turn stands.
  for (const _ of nodes) {
    // get_valid_node_allowed: a turn that points outside the mask goes to the next node inside.
    const at = nodes.findIndex((node) => heap.get(node, NODE.id) >= heap.get(hs, turn));
    const node = nodes[Math.max(0, at)];
    const next = nodes[Math.max(0, at) + 1] ?? nodes[0];
    if (node === undefined || next === undefined) return NIL;
    heap.set(hs, turn, heap.get(next, NODE.id));
    if (will(node)) return node;
  }
  return NIL;
}
