/** What a session tells beside the events of the protocol. */

/** Where the run stands, for who shows it elsewhere. Body: Moved. */
export const MOVED = "hugetlb.moved";
/** The text has changed, the session is about the one before. */
export const OUTDATED = "hugetlb.outdated";

export interface Moved {
  readonly uri: string;
  readonly scenario: string;
  readonly kernel: string;
  /** Steps taken. */
  readonly step: number;
  /** The order that is debugged; left out: the written one. */
  readonly schedule?: string;
}
