/** How a fault ends; the numbers are the kernel's VM_FAULT codes, `hang` is -ENOSPC passed on as one (no error bit: tried again for ever). */
export const FAULT = { ok: 0, oom: 1, sigbus: 2, hang: 28 } as const;
export type Fault = (typeof FAULT)[keyof typeof FAULT];
