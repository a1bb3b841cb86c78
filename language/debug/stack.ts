/** The frames that the editor has been given since the last stop, under ids that no other stop has. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { type Frame, framesOf, type Standing } from "./frames.js";
import { sourceOf, StaleError } from "./protocol.js";
import type { Place, Replay } from "./replay.js";

export class Stack {
  #frames: readonly Frame[] = [];
  /** Frames of earlier stops: no later frame has the id of one of them. */
  #passed = 0;

  /** The run stands somewhere else. */
  clear(): void {
    this.#passed += this.#frames.length;
    this.#frames = [];
  }

  trace(
    replay: Replay,
    place: Place,
    standing: Standing | null,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): DebugProtocol.StackTraceResponse["body"] {
    const frames = framesOf(replay, place, threadId, standing);
    const wanted = frames.slice(startFrame, levels === undefined || levels === 0 ? undefined : startFrame + levels);
    const firstId = this.#passed + this.#frames.length + 1;
    this.#frames = [...this.#frames, ...wanted];
    return {
      totalFrames: frames.length,
      stackFrames: wanted.map(({ name, spot }, i) => ({
        id: firstId + i,
        name,
        source: sourceOf(spot.uri),
        line: spot.line + 1,
        column: spot.character + 1,
        ...(spot.endCharacter > 0 && { endLine: spot.endLine + 1, endColumn: spot.endCharacter + 1 }),
        canRestart: true,
      })),
    };
  }

  /** Throws StaleError for a frame of an earlier stop. */
  frame(id: number): Frame {
    const frame = this.#frames[id - this.#passed - 1];
    if (frame === undefined) throw new StaleError("That frame is of an earlier stop.");
    return frame;
  }
}
