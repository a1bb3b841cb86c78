/** struct resv_map of a private owner (2.6.27): the file pages whose reserve is consumed, shared by the parts of a split VMA. */
export const RESV_MAP = {
  users: 0,
  /** head of the region list */ regions: 1,
  /** control group that pays for the reserve */ payer: 2,
  words: 3,
} as const;
