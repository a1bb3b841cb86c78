/** Which theme the page is shown in: what is drawn in colours that were read from it is drawn again in the next one. */
let number = 0;

/** The same as long as the theme is. */
export function themeNumber(): number {
  return number;
}

/** The theme has changed. */
export function nextTheme(): void {
  number++;
}
