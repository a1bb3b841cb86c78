import {
  CancellationTokenSource,
  env,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type LogOutputChannel,
} from "vscode";
import { exportName } from "../../language/export/name.js";
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
  c: { extension: "c", name: "C" },
};

/** There is nothing to write, and why: a sentence for the reader. */
class NotExported extends Error {}

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
    if (this.panel.shown() === null)
      void window.showInformationMessage(l10n.t("There is nothing to export: the panel shows no run."));
    else if (format === "svg" || format === "png") this.panel.draw(format);
    else await this.save(format, null);
  }

  /** Makes the export, asks for a place and writes it there: what is written is what was shown when it was asked for. */
  async save(format: ExportFormat, drawing: string | null): Promise<void> {
    const what = this.panel.shown();
    if (what === null) return;
    const { extension, name } = KINDS[format];
    try {
      const contents = await window.withProgress(
        { location: ProgressLocation.Window, title: l10n.t("Exporting") },
        () => this.contents(what, format, drawing),
      );
      const place = await window.showSaveDialog({
        defaultUri: besideOf(what, extension),
        filters: { [name]: [extension] },
        saveLabel: l10n.t("Export"),
      });
      if (place !== undefined) await this.write(place, contents);
    } catch (error) {
      this.house.log.warn("An export failed.", error);
      void window.showErrorMessage(l10n.t("Not exported: {0}", error instanceof Error ? error.message : String(error)));
    }
  }

  /** Writes an export to a place without asking. Throws when there is nothing to write, or it cannot be written. */
  async saveTo(place: Uri, format: ExportFormat, drawing: string | null = null): Promise<void> {
    const what = this.panel.shown();
    if (what === null) throw new NotExported("nothing is shown");
    await this.write(place, await this.contents(what, format, drawing));
  }

  /** Puts an export on the clipboard. */
  async copy(format: "svg" | "markdown", drawing: string | null): Promise<void> {
    const what = this.panel.shown();
    if (what === null) return;
    const text = format === "svg" ? drawing : await this.text(what, "markdown");
    if (text !== null) await env.clipboard.writeText(text);
  }

  private async write(place: Uri, contents: Uint8Array): Promise<void> {
    await workspace.fs.writeFile(place, contents);
    this.house.log.info(`Exported to ${place.toString(true)}.`);
  }

  private async contents(what: Exportable, format: ExportFormat, drawing: string | null): Promise<Uint8Array> {
    const text = new TextEncoder();
    switch (format) {
      case "svg":
      case "png":
        if (drawing === null) throw new NotExported(l10n.t("the panel drew nothing"));
        return format === "svg" ? text.encode(drawing) : bytesOf(drawing);
      case "html":
        return text.encode((await this.page(what)) ?? changed());
      case "markdown":
      case "json":
      case "c":
        return text.encode(await this.text(what, format));
    }
  }

  private async text({ uri, picture }: Exportable, format: ExportParams["format"]): Promise<string> {
    const { run, version, whatIf } = picture;
    if (run === null) return changed();
    const { scenario, kernel } = run;
    const answer = await this.house.service.exportText({ uri, version, scenario, kernel, tried: whatIf, format });
    if (answer === null) return changed();
    if ("refused" in answer) throw new NotExported(answer.refused);
    return answer.text;
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
  const name = `${exportName(uri, picture.run?.scenario ?? "")}.${extension}`;
  const folder = source.scheme === "untitled" ? workspace.workspaceFolders?.[0]?.uri : Uri.joinPath(source, "..");
  return folder === undefined ? Uri.parse(`untitled:${name}`) : Uri.joinPath(folder, name);
}

/** What is shown is not the text's any more. */
function changed(): never {
  throw new NotExported(l10n.t("the text has changed meanwhile: export it again."));
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
}
