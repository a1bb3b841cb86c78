/** `did you mean ...?`: the word that was probably meant. */
import { replace } from "../edit/lines.js";
import { fix, type FixMaker } from "./fix.js";

export const spelling: FixMaker = ({ message, line, span, words }) => {
  const [, meant] = /did you mean `([^`]+)`\?/u.exec(message) ?? [];
  if (meant === undefined || meant === words) return [];
  return [fix(`Change to \`${meant}\``, replace(line, span, meant), true)];
};
