export { type Remedy, remediesFor } from "./remedies.js";
