/** MAP_NORESERVE on huge pages. */
import type { Noreserve } from "../rules.js";

export const ignored: Noreserve = {
  topic: "MAP_NORESERVE",
  rule: "MAP_NORESERVE is ignored",
  fn: "hugetlb_reserve_pages",
  commit: null,
  honoured: false,
};

export const honoured: Noreserve = {
  topic: "MAP_NORESERVE",
  rule: "MAP_NORESERVE reserves nothing at mmap",
  fn: "hugetlb_reserve_pages",
  commit: "c37f9fb11c97",
  honoured: true,
};
