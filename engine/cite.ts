/** A rule's citation as an event carries it. */
export function cite(rule: { fn: string; commit: string | null }, fn = rule.fn): { fn: string; commit?: string } {
  return rule.commit === null ? { fn } : { fn, commit: rule.commit };
}
