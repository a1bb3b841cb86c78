import { CancellationTokenSource, env, l10n, Uri, window, workspace, type LogOutputChannel } from "vscode";
import { standalonePage } from "../../language/export/page.js";
import type { ExportedRun } from "../../language/picture/exported.js";
import type { ExportFormat } from "../../language/picture/messages.js";
import type { Picture, Why } from "../../language/picture/picture.js";
import { Receiver } from "../../language/picture/wire.js";
import type { ExportParams } from "../../language/server/protocol.js";
import type { LanguageService } from "../client/service.js";
import { fileName } from "../language.js";
import { pageRoot } from "./page.js";

/** Steps of one run whose explanation goes into an exported page. */
const MOST_EXPLAINED = 2_000;

interface House {
  readonly extensionUri: Uri;
  readonly service: LanguageService;
  readonly log: LogOutputChannel;
}

/** What is exported: the picture that is shown, at a step. */
interface Exportable {
  readonly uri: string;
  readonly picture: Picture;
  readonly step: number;
}

const KINDS: Readonly<Record<ExportFormat, { readonly extension: string; readonly name: string }>> = {
  svg: { extension: "svg", name: "SVG" },
  png: { extension: "png", name: "PNG" },
  html: { extension: "html", name: "HTML" },
  markdown: { extension: "md", name: "Markdown" },
  json: { extension: "json", name: "JSON" },
};

/** Nobody takes an export back once its place is chosen. */
const NEVER = new CancellationTokenSource();

/** What a panel lends. */
interface PanelHandle {
  /** What an export would be made of; null when nothing is shown. */
  readonly shown: () => Exportable | null;
  /** Asks the page for a drawing, which it sends back as an export of that format. */
  readonly draw: (format: "svg" | "png") => void;
}

/** Writes what a panel shows where the reader wants it, or puts it on the clipboard. */
export class Exporter {
  private readonly house: House;
  private readonly panel: PanelHandle;

  constructor(house: House, panel: PanelHandle) {
    this.house = house;
    this.panel = panel;
  }

  /** Exports what is shown; drawings are made by the page, so the panel must be in sight. */
  async export(format: ExportFormat): Promise<void> {
    if (this.panel.shown() === null) return;
    if (format === "svg" || format === "png") this.panel.draw(format);
    else await this.save(format, null);
  }

  /** Asks for a place and writes the export there. */
  async save(format: ExportFormat, drawing: string | null): Promise<void> {
    const what = this.panel.shown();
    if (what === null) return;
    const { extension, name } = KINDS[format];
    const place = await window.showSaveDialog({
      defaultUri: besideOf(what, extension),
      filters: { [name]: [extension] },
      saveLabel: l10n.t("Export"),
    });
    if (place === undefined) return;
    if (!(await this.write(place, what, format, drawing)))
      void window.showWarningMessage(l10n.t("The text has changed meanwhile: export it again."));
  }

  /**
   * Writes an export to a place without asking; false when nothing is shown or the text has changed meanwhile.
   * Throws when it cannot be written.
   */
  async saveTo(place: Uri, format: ExportFormat, drawing: string | null = null): Promise<boolean> {
    const what = this.panel.shown();
    return what !== null && (await this.write(place, what, format, drawing));
  }

  /** Puts an export on the clipboard. */
  async copy(format: "svg" | "markdown", drawing: string | null): Promise<void> {
    const what = this.panel.shown();
    if (what === null) return;
    const text = format === "svg" ? drawing : await this.text(what, "markdown");
    if (text !== null) await env.clipboard.writeText(text);
  }

  private async write(place: Uri, what: Exportable, format: ExportFormat, drawing: string | null): Promise<boolean> {
    const contents = await this.contents(what, format, drawing);
    if (contents === null) return false;
    await workspace.fs.writeFile(place, contents);
    this.house.log.info(`Exported to ${place.toString(true)}.`);
    return true;
  }

  /** null when the run is not that of the text any more. */
  private async contents(what: Exportable, format: ExportFormat, drawing: string | null): Promise<Uint8Array | null> {
    switch (format) {
      case "svg":
        return drawing === null ? null : new TextEncoder().encode(drawing);
      case "png":
        return drawing === null ? null : bytesOf(drawing);
      case "html": {
        const page = await this.page(what);
        return page === null ? null : new TextEncoder().encode(page);
      }
      case "markdown":
      case "json": {
        const text = await this.text(what, format);
        return text === null ? null : new TextEncoder().encode(text);
      }
    }
  }

  private async text({ uri, picture }: Exportable, format: ExportParams["format"]): Promise<string | null> {
    const { run, version, whatIf } = picture;
    if (run === null) return null;
    const { scenario, kernel } = run;
    return this.house.service.exportText({ uri, version, scenario, kernel, tried: whatIf, format });
  }

  /** The run under every kernel that is listed, as a page of its own. */
  private async page({ uri, picture, step }: Exportable): Promise<string | null> {
    const { run, whatIf, version } = picture;
    const choice = picture.scenarios[picture.scenario];
    if (run === null || choice === undefined) return null;
    const { scenario } = run;
    const kernels = whatIf === null ? choice.kernels.map(({ kernel }) => kernel) : [run.kernel];
    const tried = whatIf === null ? {} : { tried: { ...whatIf } };
    const runs: ExportedRun[] = [];
    for (const kernel of kernels) {
      const sent = await this.house.service.picture({ uri, scenario, kernel, ...tried }, NEVER.token);
      if (sent.version !== version || sent.run === null) return null;
      const whys: (Why | null)[] = [];
      const steps = new Receiver().take(sent)?.run?.steps.length ?? 0;
      for (let number = 1; number <= Math.min(steps, MOST_EXPLAINED); number++)
        whys.push(await this.house.service.why({ uri, version, scenario, kernel, step: number, ...tried }));
      const only = whatIf === null ? choice : { ...choice, kernels: [{ kernel, verdict: run.verdict }] };
      runs.push({ kernel, picture: { ...sent, scenarios: [only], scenario: 0 }, whys });
    }
    const [script, style, hostScript, hostStyle] = await Promise.all(
      ["panel.js", "panel.css", "standalone.js", "standalone.css"].map((name) => this.file(name)),
    );
    if (script === undefined || style === undefined || hostScript === undefined || hostStyle === undefined) return null;
    const exported = { kernel: run.kernel, step, runs };
    return standalonePage(`${scenario} - ${fileName(uri)}`, exported, { script, style, hostScript, hostStyle });
  }

  private async file(name: string): Promise<string> {
    const bytes = await workspace.fs.readFile(Uri.joinPath(pageRoot(this.house.extensionUri), name));
    return new TextDecoder().decode(bytes);
  }
}

/** Beside the scenario's own file, named after it. */
function besideOf({ uri, picture }: Exportable, extension: string): Uri {
  const source = Uri.parse(uri);
  const base = fileName(uri).replace(/\.hugetlb$/u, "");
  const scenario = (picture.run?.scenario ?? "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/gu, "")
    .slice(0, 60);
  const name = `${base}${scenario === "" ? "" : `-${scenario}`}.${extension}`;
  const folder = source.scheme === "untitled" ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(source, "..");
  return folder === undefined ? Uri.parse(`untitled:${name}`) : Uri.joinPath(folder, name);
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
}
