/** The panel's page: one panel in the root element, talking to its host. */
import { connect } from "./host.js";
import { Panel } from "./panel.js";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no root element.");

const panel = new Panel(
  root,
  connect((message) => {
    panel.receive(message);
  }),
);
panel.start();
