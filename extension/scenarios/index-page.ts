/** The page that lists the examples, as a list: it is written for people, and read here. */

export interface Example {
  /** Path below the folder of the examples. */
  readonly path: string;
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly words: string;
  /** The heading that it stands under. */
  readonly group: string;
}

/** Reads lines like `5. [until-fork](until-fork.hugetlb): the parent is saved ...` below their headings. */
export function readExamples(markdown: string): readonly Example[] {
  const examples: Example[] = [];
  let group = "";
  for (const line of markdown.split(/\r?\n/u)) {
    group = /^## (.+)$/u.exec(line)?.[1] ?? group;
    const [, name, path, words] = /^\d+\. \[([^\]]+)\]\(([^)]+\.hugetlb)\): (.+)$/u.exec(line) ?? [];
    if (name !== undefined && path !== undefined && words !== undefined) examples.push({ path, name, words, group });
  }
  return examples;
}
