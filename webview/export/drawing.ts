/** What is seen as a drawing: every shape and every word as SVG has them, or the same as pixels. */
import { elementToSVG } from "dom-to-svg";
import { onPaper } from "./paper.js";
import { lineEndsOf, settleWords } from "./words.js";

/** Pixels of a PNG for each of the panel's. */
const PNG_SCALE = 2;
/** More pixels than this no browser draws. */
const MOST_PIXELS = 120_000_000;

/** The panel as an SVG file, with a caption for those who cannot see it. */
export function svgOf(panel: HTMLElement, caption: string): string {
  const drawing = onPaper(panel, () => {
    const ends = lineEndsOf(panel);
    const drawn = elementToSVG(panel);
    settleWords(drawn, ends);
    return drawn;
  });
  const root = drawing.documentElement;
  const { width, height } = sizeOf(root);
  root.setAttribute("width", String(width));
  root.setAttribute("height", String(height));
  const title = drawing.createElementNS(root.namespaceURI, "title");
  title.textContent = caption;
  const paper = drawing.createElementNS(root.namespaceURI, "rect");
  const [x = "0", y = "0"] = (root.getAttribute("viewBox") ?? "0 0").split(" ");
  for (const [name, value] of Object.entries({ x, y, width, height, fill: "#ffffff" }))
    paper.setAttribute(name, String(value));
  root.prepend(title, paper);
  return plainColours(plainQuotes(new XMLSerializer().serializeToString(drawing)));
}

/** Names as every program that reads SVG knows them: `url("#a")` becomes `url(#a)`, and families have apostrophes. */
function plainQuotes(svg: string): string {
  return svg
    .replace(/url\(&quot;(#[^&]*)&quot;\)/gu, "url($1)")
    .replace(/font-family="[^"]*"/gu, (families) => families.replaceAll("&quot;", "'"));
}

/** Mixed colours as every program that reads SVG knows them: `color(srgb 1 0 0 / 0.5)` becomes `rgba(255, 0, 0, 0.5)`. */
export function plainColours(svg: string): string {
  return svg.replace(
    /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/gu,
    (_, red: string, green: string, blue: string, alpha: string | undefined) => {
      const channels = [red, green, blue].map((part) => String(Math.round(Number(part) * 255))).join(", ");
      return alpha === undefined ? `rgb(${channels})` : `rgba(${channels}, ${alpha})`;
    },
  );
}

/** The same as a PNG file, in base64 digits. */
export async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(PNG_SCALE, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser draws no canvas.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const data = canvas.toDataURL("image/png");
    return data.slice(data.indexOf(",") + 1);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function sizeOf(root: Element): { readonly width: number; readonly height: number } {
  const [, , width = 0, height = 0] = (root.getAttribute("viewBox") ?? "").split(" ").map(Number);
  return { width, height };
}
