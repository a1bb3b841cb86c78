export { type Remedy, remediesFor, savingPool } from "./remedies.js";
