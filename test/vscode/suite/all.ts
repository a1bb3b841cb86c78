/** Every suite, in the order in which they run. */
import "./activation.js";
import "./code-actions.js";
import "./debugging.js";
import "./assist.js";
import "./diagnostics.js";
import "./exploration.js";
import "./formatting.js";
import "./house.js";
import "./names.js";
import "./outline.js";
import "./panel.js";
import "./speed.js";
import "./surface.js";
import "./testing.js";
import "./variants.js";
