/** A part of the panel that stands by itself (Compare, What if, Export): the panel knows no more of it than this. */
import type { Command } from "./command.js";
import type { View } from "./dom/view.js";
import type { Incoming } from "./host.js";
import type { Story } from "./story/story.js";
import type { FromWebview, PanelState } from "../language/picture/messages.js";
import type { Picture, ScenarioChoice } from "../language/picture/picture.js";

/** What is on show while a part draws. */
export interface Scene {
  readonly picture: Picture;
  readonly story: Story;
  readonly scenario: ScenarioChoice;
  /** From 1; 0 = before the first. */
  readonly step: number;
  /** Of the panel, CSS pixels. */
  readonly width: number;
}

/** What a part may ask of the panel. */
export interface Room {
  readonly send: (message: FromWebview) => void;
  readonly redraw: () => void;
  /** Goes to a step and shows its line. */
  readonly go: (step: number) => void;
  /** Lays the panel out in another width (CSS pixels) while `read` reads it, and back again: nothing of it is painted. */
  readonly inWidth: <T>(width: number, read: () => T) => T;
}

/** Every member is optional in what it answers: null and false leave the matter to the others. */
export interface Part {
  /** Its button in the header. */
  readonly tool: (scene: Scene) => View;
  /** A strip between the kernels and the headline; null = nothing. */
  readonly strip: (scene: Scene) => View;
  /** What stands in place of headline, timeline, memory and why while the part is open; null = it is not. */
  readonly page: (scene: Scene) => View;
  /** What stands below the explanation of the step; null = nothing. */
  readonly aside: (scene: Scene) => View;
  /** Does a command that is its own; false = it is not. */
  readonly run: (command: Command) => boolean;
  /** What it wants to find again after a reload. */
  readonly kept?: () => Pick<PanelState, "trials" | "comparing">;
  /** Takes a message that is its own; false = it is not. */
  readonly receive: (message: Incoming) => boolean;
}
