import { githubText } from "./github.js";
import { junitText } from "./junit.js";
import { sarifText } from "./sarif.js";
import type { Told } from "./told.js";

export { type Told, toldFile, toldRun } from "./told.js";

/** Formats for other programs: one text, written when everything is known. */
export const REPORT_FORMATS = ["junit", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Whether a format is one of these. */
export function isReport(format: string): format is ReportFormat {
  return REPORT_FORMATS.some((known) => known === format);
}

/** Everything that was told, in that format. */
export function reportText(format: ReportFormat, told: readonly Told[]): string {
  switch (format) {
    case "junit":
      return junitText(told);
    case "sarif":
      return sarifText(told);
    case "github":
      return githubText(told);
  }
}
