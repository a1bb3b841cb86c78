/** The language server as the extension starts it in Node. */
import { serveProcess } from "./process.js";

serveProcess(null);
