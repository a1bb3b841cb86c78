/** Pages as the panel draws them: a letter for each physical page, the same one all through the run. */
import type { MachineView } from "../../engine/index.js";
import { pageLetter } from "../picture/picture.js";

/** A slot without a page; one whose page was taken away; one where nothing is mapped. */
export const NO_PAGE = "-";
export const TAKEN_PAGE = "!";
export const NO_MAPPING = ".";

/** One page slot of a mapping as a sign: `A`, `-`, `!` (missing, and the mapping is marked), `.` (nothing mapped there). */
export function pageSign(machine: MachineView, process: string, mapping: string, index: number): string {
  const slot = machine.slot(process, mapping, index);
  switch (slot?.status) {
    case "present":
      return pageLetter(slot.page);
    case "absent":
      return slot.marked ? TAKEN_PAGE : NO_PAGE;
    case "unmapped":
    case undefined:
      return NO_MAPPING;
  }
}

/** The first pages of a mapping, `AB-`; with spaces where a page has a number behind its letter. */
export function drawPages(machine: MachineView, process: string, mapping: string, pages: number, most: number): string {
  const signs = Array.from({ length: Math.min(pages, most) }, (_, index) => pageSign(machine, process, mapping, index));
  const drawn = signs.join(signs.some((sign) => sign.length > 1) ? " " : "");
  return pages > most ? `${drawn} …` : drawn;
}
