/** The view type of the panel, by which the editor finds it again after a reload (package.json names it in activationEvents). */
export const PANEL_TYPE = "hugetlb.panel";
