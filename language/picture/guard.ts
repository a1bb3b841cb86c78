/** Small type guards that grow into guards for whole messages. */
export type Guard<T> = (value: unknown) => value is T;

export const isString: Guard<string> = (value): value is string => typeof value === "string";
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);
export const isBoolean: Guard<boolean> = (value): value is boolean => typeof value === "boolean";
/** A whole number within what JSON carries exactly. */
export const isInteger: Guard<number> = (value): value is number =>
  typeof value === "number" && Number.isSafeInteger(value);
/** A line or a count: a whole number from 0. */
export const isCount: Guard<number> = (value): value is number => isInteger(value) && value >= 0;

/** Exactly this value. */
export function isOnly<T extends string | number | boolean>(wanted: T): Guard<T> {
  return (value): value is T => value === wanted;
}

/** One of these strings. */
export function isOneOf<T extends string>(wanted: readonly T[]): Guard<T> {
  const words: ReadonlySet<unknown> = new Set<T>(wanted);
  return (value): value is T => words.has(value);
}

/** That or null. */
export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

/** A list of such. */
export function isListOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

/** An object; its other keys are not looked at, so that a newer end may say more. */
export function isObject<T extends object>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(fields);
  return (value): value is T => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const record: Readonly<Record<string, unknown>> = { ...value };
    return entries.every(([key, guard]) => guard(record[key]));
  };
}

/** One of several shapes. */
export function isEither<A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B> {
  return (value): value is A | B => a(value) || b(value);
}
