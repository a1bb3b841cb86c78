/** The panel as it is printed: in the inks of a light theme on white, whatever the editor's theme, and without its controls. */

/** What the sheets of the panel ask of a theme: VS Code's own light colours. */
const INKS: Readonly<Record<string, string>> = {
  "--vscode-editor-background": "#ffffff",
  "--vscode-foreground": "#2b2b2b",
  "--vscode-editorError-foreground": "#e51400",
  "--vscode-editorWarning-foreground": "#bf8803",
  "--vscode-charts-green": "#388a34",
  "--vscode-focusBorder": "#0090f1",
  "--vscode-textLink-foreground": "#005fb8",
  "--vscode-contrastBorder": "transparent",
  "--vscode-textCodeBlock-background": "#f3f3f3",
  "--vscode-inputValidation-errorBackground": "#f2dede",
  "--vscode-inputValidation-errorBorder": "#be1100",
  "--vscode-inputValidation-warningBackground": "#f6f5d2",
  "--vscode-inputValidation-warningBorder": "#b89500",
  "--vscode-dropdown-background": "#ffffff",
  "--vscode-dropdown-foreground": "#2b2b2b",
  "--vscode-dropdown-border": "transparent",
  "--vscode-button-secondaryBackground": "#ffffff",
  "--vscode-button-secondaryForeground": "#2b2b2b",
  // Fonts that every system has or replaces by a like one: the file brings none.
  "--vscode-font-family": "Helvetica, Arial, sans-serif",
  "--vscode-editor-font-family": "Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

/**
 * Puts the panel on paper while `draw` reads it, and back again. Nothing of it is ever painted: it begins and ends in
 * one task.
 */
export function onPaper<T>(panel: HTMLElement, draw: () => T): T {
  const { body } = document;
  const theme = body.className;
  const style = body.getAttribute("style");
  try {
    body.className = "vscode-light";
    panel.classList.add("paper");
    for (const [name, value] of Object.entries(INKS)) body.style.setProperty(name, value);
    return draw();
  } finally {
    body.className = theme;
    panel.classList.remove("paper");
    if (style === null) body.removeAttribute("style");
    else body.setAttribute("style", style);
  }
}
