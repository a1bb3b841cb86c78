/** The page whose life is shown, and how another one is chosen. */
import type { PageId } from "../../engine/index.js";

export interface Follow {
  /** null = none. */
  readonly page: PageId | null;
  readonly choose: (page: PageId) => void;
}
