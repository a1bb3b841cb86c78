/** Packs the extension into dist/hugetlb.vsix. */
import { pack } from "./harness/vsix.js";

await pack();
