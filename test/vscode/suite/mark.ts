/** Before every line that the suites print. */
export const MARK = "hugetlb| ";
