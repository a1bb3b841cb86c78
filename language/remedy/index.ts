export { type Remedy, remediesFor, savingSize } from "./remedies.js";
