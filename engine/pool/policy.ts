/** From which nodes a page may come (huge_node, mm/mempolicy.c), in the order in which they are tried. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { HS, NODE } from "../state/hstate.js";
import { PROCESS } from "../state/process.js";
import { VMA, fileIndex } from "../state/vma.js";

/** Modes as numbers; a policy is mode + MODES * node mask. 0 = none. */
export const POLICY = { none: 0, bind: 1, preferred: 2, interleave: 3 } as const;
const MODES = 4;
/** A mask and its mode share one word of state, so nodes have numbers below this (the language: 16 nodes). */
const MASK_BITS = 28;

export const makePolicy = (mode: number, nodes: readonly number[]): number =>
  mode + MODES * nodes.reduce((mask, node) => mask | (1 << node), 0);

const modeOf = (policy: number): number => policy % MODES;
const maskOf = (policy: number): number => Math.floor(policy / MODES);

/** The node of the acting process's CPU. */
export const localNode = (core: Core): number => (core.current === NIL ? 0 : core.heap.get(core.current, PROCESS.node));

/** The nodes that may serve a fault at that address, best first. */
export function nodesFor(core: Core, hs: Ref, vma: Ref, address: number): Ref[] {
  const { heap } = core;
  const own = vma === NIL ? 0 : heap.get(vma, VMA.policy);
  const policy = own !== 0 || core.current === NIL ? own : heap.get(core.current, PROCESS.policy);
  const mask = maskOf(policy);
  switch (modeOf(policy)) {
    case POLICY.bind:
      return nodesFrom(core, hs, localNode(core)).filter((node) => (mask & (1 << heap.get(node, NODE.id))) !== 0);
    case POLICY.preferred:
      return nodesFrom(core, hs, lowest(mask));
    case POLICY.interleave:
      return nodesFrom(core, hs, nth(mask, vma === NIL ? 0 : fileIndex(heap, vma, address)));
    default:
      return nodesFrom(core, hs, localNode(core));
  }
}

/** Free pages on the nodes to which the acting process's own policy binds it (allowed_mems_nr): mbind does not count. */
export function freeAllowed(core: Core, hs: Ref): number {
  const { heap } = core;
  const allowed = allowedMask(core);
  let free = 0;
  for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) {
    if ((allowed & (1 << heap.get(node, NODE.id))) !== 0) free += heap.get(node, NODE.free);
  }
  return free;
}

/** policy_mbind_nodemask: the nodes of a task's MPOL_BIND, else all. */
export function allowedMask(core: Core): number {
  const policy = core.current === NIL ? 0 : core.heap.get(core.current, PROCESS.policy);
  return modeOf(policy) === POLICY.bind ? maskOf(policy) : -1;
}

/** All nodes of the pool: that one first, then the others in their order (the zonelist). */
function nodesFrom(core: Core, hs: Ref, first: number): Ref[] {
  const { heap } = core;
  const nodes: Ref[] = [];
  for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) nodes.push(node);
  const at = nodes.findIndex((node) => heap.get(node, NODE.id) === first);
  const [head] = nodes.splice(Math.max(0, at), 1);
  return head === undefined ? nodes : [head, ...nodes];
}

const lowest = (mask: number): number => 31 - Math.clz32(mask & -mask);

/** offset_il_node: the n-th node of the mask, counted round. */
function nth(mask: number, n: number): number {
  const nodes: number[] = [];
  for (let node = 0; node < MASK_BITS; node++) if ((mask & (1 << node)) !== 0) nodes.push(node);
  return nodes[n % nodes.length] ?? 0;
}
