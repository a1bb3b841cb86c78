import {
  EvaluatableExpression,
  InlineValueEvaluatableExpression,
  Range,
  type EvaluatableExpressionProvider,
  type InlineValue,
  type InlineValueContext,
  type InlineValuesProvider,
  type Position,
  type ProviderResult,
  type TextDocument,
} from "vscode";
import { askedAt, mappingOn } from "./expressions.js";

/** What one hovers over while debugging, as the debugger is asked for it. */
export class HoverExpressions implements EvaluatableExpressionProvider {
  provideEvaluatableExpression(
    document: TextDocument,
    { line, character }: Position,
  ): ProviderResult<EvaluatableExpression> {
    const asked = askedAt(document.lineAt(line).text, character);
    return asked === null
      ? undefined
      : new EvaluatableExpression(new Range(line, asked.start, line, asked.end), asked.expression);
  }
}

/** Behind the lines up to the one that the debugger stands at: the pages of the mapping that the line is about. */
export class PageValues implements InlineValuesProvider {
  provideInlineValues(
    document: TextDocument,
    viewPort: Range,
    { stoppedLocation }: InlineValueContext,
  ): ProviderResult<InlineValue[]> {
    const values: InlineValue[] = [];
    const last = Math.min(viewPort.end.line, stoppedLocation.end.line);
    for (let line = viewPort.start.line; line <= last; line++) {
      const { text } = document.lineAt(line);
      if (/^\s*scenario\b/u.test(text)) values.length = 0;
      const asked = mappingOn(text);
      if (asked !== null)
        values.push(
          new InlineValueEvaluatableExpression(new Range(line, asked.start, line, asked.end), asked.expression),
        );
    }
    return values;
  }
}
