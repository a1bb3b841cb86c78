/** MAP_NORESERVE on huge pages. */
import type { Kernel } from "../kernel.js";

export const ignored: Kernel["noreserve"] = {
  rule: "MAP_NORESERVE is ignored",
  fn: "hugetlb_reserve_pages",
  commit: null,
  honoured: false,
};

export const honoured: Kernel["noreserve"] = {
  rule: "MAP_NORESERVE reserves nothing at mmap",
  fn: "hugetlb_reserve_pages",
  commit: "c37f9fb11c97",
  honoured: true,
};
