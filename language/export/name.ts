/** What the file of an export is called. */

/** As much of a scenario's name as stands in it. */
const BEGINNING = /^.{0,60}/u;

/** The last part of an address, as people write it. */
export function fileNameOf(uri: string): string {
  return decodeURIComponent(uri.slice(Math.max(uri.indexOf(":"), uri.lastIndexOf("/")) + 1));
}

/** The scenario's file and its name, without an ending; a shell takes it as one word. */
export function exportName(uri: string, scenario: string): string {
  const parts = [fileNameOf(uri).replace(/\.hugetlb$/u, ""), scenario].map(asOneWord);
  return parts.filter((part, at) => part !== "" && part !== parts[at - 1]).join("-") || "story";
}

function asOneWord(words: string): string {
  const word = words.replace(/[^\p{L}\p{M}\p{N}_.]+/gu, "-").replace(/^[-.]+/u, "");
  return (BEGINNING.exec(word)?.[0] ?? "").replace(/[-.]+$/u, "");
}
