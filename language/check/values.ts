/** Numbers of the language: counts, and byte sizes, which do not mix. */
import type { Expression, Span, Unit } from "../syntax/tree.js";
import type { CheckCode } from "./problems.js";

export interface Value {
  readonly amount: number;
  readonly unit: "count" | "bytes";
}

const UNIT_BYTES: Readonly<Record<Unit, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** What a name is worth: its value, null when it is known but a line with an error made it, undefined when unknown. */
export type Lookup = (name: string) => Value | null | undefined;

export interface ValueError {
  readonly code: CheckCode;
  readonly message: string;
  readonly span: Span;
}

export type Report = (error: ValueError) => void;

export interface Numbers {
  readonly lookup: Lookup;
  /** Told of a name that stands for no number. */
  readonly unknown: (name: string, span: Span) => void;
  readonly report: Report;
}

function checked(amount: number, unit: Value["unit"], span: Span, report: Report): Value | null {
  if (!Number.isSafeInteger(amount)) {
    report({ code: "out-of-range", message: "this number is too large to count with", span });
    return null;
  }
  return { amount, unit };
}

function combine(op: "+" | "-" | "*" | "/" | "%", left: Value, right: Value, span: Span, report: Report): Value | null {
  const mixed = (): null => {
    report({
      code: "wrong-kind",
      message: `a number of pages and a size in bytes do not go together in \`${op}\`: give both a unit or none`,
      span,
    });
    return null;
  };
  const divided = op === "/" || op === "%";
  if (divided && right.amount === 0) {
    report({ code: "out-of-range", message: "this divides by 0", span });
    return null;
  }
  switch (op) {
    case "+":
    case "-": {
      if (left.unit !== right.unit) return mixed();
      return checked(op === "+" ? left.amount + right.amount : left.amount - right.amount, left.unit, span, report);
    }
    case "*": {
      if (left.unit === "bytes" && right.unit === "bytes") {
        report({ code: "wrong-kind", message: "two sizes in bytes cannot be multiplied", span });
        return null;
      }
      return checked(left.amount * right.amount, left.unit === "bytes" ? "bytes" : right.unit, span, report);
    }
    case "/": {
      if (left.unit === "count" && right.unit === "bytes") return mixed();
      const unit = left.unit === right.unit ? "count" : left.unit;
      return checked(Math.trunc(left.amount / right.amount), unit, span, report);
    }
    case "%": {
      if (left.unit === "count" && right.unit === "bytes") return mixed();
      return checked(left.amount % right.amount, left.unit, span, report);
    }
  }
}

/** The value of an expression; null when it has none, which has been told (or was told where the name was made). */
export function evaluate(expression: Expression, numbers: Numbers): Value | null {
  const { report } = numbers;
  switch (expression.kind) {
    case "number":
      return checked(expression.value, "count", expression.span, report);
    case "size":
      return checked(expression.value * UNIT_BYTES[expression.unit], "bytes", expression.span, report);
    case "name": {
      const value = numbers.lookup(expression.name);
      if (value === undefined) numbers.unknown(expression.name, expression.span);
      return value ?? null;
    }
    case "negate": {
      const value = evaluate(expression.operand, numbers);
      return value === null ? null : { amount: value.amount === 0 ? 0 : -value.amount, unit: value.unit };
    }
    case "binary": {
      const left = evaluate(expression.left, numbers);
      const right = evaluate(expression.right, numbers);
      return left === null || right === null ? null : combine(expression.op, left, right, expression.span, report);
    }
    case "counter":
    case "cgroup":
      report({
        code: "wrong-kind",
        message: "a counter has no value before the run: it stands only in comparisons",
        span: expression.span,
      });
      return null;
  }
}

/** The value as a count of whole things; a size in bytes is told to be the wrong kind. `what` names the thing. */
export function count(expression: Expression, what: string, numbers: Numbers): number | null {
  const value = evaluate(expression, numbers);
  if (value === null) return null;
  if (value.unit === "bytes") {
    numbers.report({
      code: "wrong-kind",
      message: `${what} is a plain number, not a size in bytes`,
      span: expression.span,
    });
    return null;
  }
  if (value.amount < 0) {
    numbers.report({
      code: "out-of-range",
      message: `${what} cannot be negative: it is ${String(value.amount)}`,
      span: expression.span,
    });
    return null;
  }
  return value.amount;
}

/** The value in bytes; a plain number counts pages of `pageBytes`. */
export function bytes(expression: Expression, what: string, pageBytes: number, numbers: Numbers): number | null {
  const value = evaluate(expression, numbers);
  if (value === null) return null;
  if (value.amount < 0) {
    numbers.report({ code: "out-of-range", message: `${what} cannot be negative`, span: expression.span });
    return null;
  }
  return value.unit === "bytes"
    ? value.amount
    : (checked(value.amount * pageBytes, "bytes", expression.span, numbers.report)?.amount ?? null);
}
