/** The semantic tokens that a client was last given of each document: the next answer says only what has changed. */
import { SemanticTokensBuilder, type SemanticTokens, type SemanticTokensDelta } from "vscode-languageserver";
import type { HugetlbDocument } from "../document.js";
import type { SemanticToken } from "../features/semantic-tokens.js";

export class TokenStore {
  readonly #last = new WeakMap<HugetlbDocument, SemanticTokensBuilder>();

  /** All tokens of a document. */
  full(document: HugetlbDocument, tokens: readonly SemanticToken[]): SemanticTokens {
    const builder = new SemanticTokensBuilder();
    push(builder, tokens);
    this.#last.set(document, builder);
    return builder.build();
  }

  /** What has changed since the answer `previous`; all tokens when that is not the last one any more. */
  delta(
    document: HugetlbDocument,
    previous: string,
    tokens: readonly SemanticToken[],
  ): SemanticTokens | SemanticTokensDelta {
    const builder = this.#last.get(document);
    if (builder === undefined) return this.full(document, tokens);
    builder.previousResult(previous);
    push(builder, tokens);
    return builder.buildEdits();
  }
}

/** Tokens of a part of a document. */
export function encoded(tokens: readonly SemanticToken[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  push(builder, tokens);
  return { data: builder.build().data };
}

function push(builder: SemanticTokensBuilder, tokens: readonly SemanticToken[]): void {
  for (const { line, start, length, type, modifiers } of tokens) builder.push(line, start, length, type, modifiers);
}
