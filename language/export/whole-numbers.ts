/** Whole numbers beyond what a double holds: JSON has them, JSON.stringify does not. */

/** No name of the language has a space in it, so no other object has this key. */
const KEY = " digits";
const MARKED = /\{" digits":"(-?\d+)"\}/gu;

/** Stands for a whole number of any size in what `stringifyExactly` takes. */
export function wholeNumber(digits: string): object {
  return { [KEY]: digits };
}

/** JSON.stringify that writes `wholeNumber`s to their last digit. */
export function stringifyExactly(value: object): string {
  return JSON.stringify(value).replace(MARKED, "$1");
}
