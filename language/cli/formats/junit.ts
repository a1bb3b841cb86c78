/** JUnit XML, as build servers read it: a suite for each scenario, a case for each kernel. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { messageText } from "../../diagnose/index.js";
import { severityWord } from "../../export/trace.js";
import type { Source } from "../source.js";
import type { Told } from "./told.js";

/** The report. A file that was only checked, or has no scenario, is a suite with one case. */
export function junitText(told: readonly Told[]): string {
  const suites = new Map<string, Told[]>();
  for (const judged of told) {
    const key = judged.kind === "run" ? `${judged.source.name}:${judged.line}` : judged.source.name;
    const suite = suites.get(key);
    if (suite === undefined) suites.set(key, [judged]);
    else suite.push(judged);
  }
  const attributes = { name: "hugetlb", ...counts(told) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, [...suites.values()].map(suiteText))}\n`;
}

function counts(told: readonly Told[]): { readonly tests: number; readonly failures: number; readonly errors: number } {
  return { tests: told.length, failures: told.filter(({ passed }) => !passed).length, errors: 0 };
}

function suiteText(cases: readonly Told[]): string {
  const [first] = cases;
  const name = first?.kind === "run" ? first.scenario : (first?.source.name ?? "");
  return element("testsuite", { name, ...counts(cases) }, cases.map(caseText));
}

function caseText(judged: Told): string {
  const { source, diagnostics, passed } = judged;
  const name = judged.kind === "run" ? judged.kernel : "check";
  const attributes = {
    name,
    classname: judged.kind === "run" ? `${source.name}: ${judged.scenario}` : source.name,
    file: source.name,
    ...(judged.kind === "run" ? { line: judged.line + 1 } : {}),
  };
  const errors = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
  const words = judged.kind === "run" ? judged.words : `${errors.length} ${errors.length === 1 ? "error" : "errors"}`;
  const failure = element(
    "failure",
    { message: words, type: String(errors[0]?.code ?? "failed") },
    errors.map((error) => escape(line(source, error))),
  );
  const others = diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Warning);
  return element("testcase", attributes, [
    ...(passed ? [] : [failure]),
    ...(others.length === 0
      ? []
      : [
          element(
            "system-out",
            {},
            others.map((warning) => escape(line(source, warning))),
          ),
        ]),
  ]);
}

function line(source: Source, diagnostic: Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  return `${source.name}:${line + 1}:${character + 1}: ${severityWord(diagnostic)}: ${messageText(diagnostic)} [${String(diagnostic.code)}]`;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[],
): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  if (content.length === 0) return `<${name}${head.join("")}/>`;
  return `<${name}${head.join("")}>\n${content.join("\n")}\n</${name}>`;
}

/** Text that may stand in an element or an attribute; what XML 1.0 cannot say at all is replaced. */
function escape(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, "\u{fffd}")
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\u{fffd}")
      .replace(/&/gu, "&amp;")
      .replace(/</gu, "&lt;")
      .replace(/>/gu, "&gt;")
      .replace(/"/gu, "&quot;")
      .replace(/[\t\n\r]/gu, (blank) => `&#${blank.charCodeAt(0)};`)
  );
}
