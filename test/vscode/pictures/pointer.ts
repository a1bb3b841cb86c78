/** The pointer of the mouse, which no screenshot shows: drawn over the window. */
import type { Locator, Page } from "playwright-core";

const MOVES = 7;
const ID = "pointer-drawn";
const ARROW = `<svg xmlns="http://www.w3.org/2000/svg" width="18" height="24" viewBox="0 0 18 24">
  <path d="M1 1v18l4.6-4.2 3.2 7.4 3.2-1.4-3.2-7.2H15z" fill="white" stroke="black" stroke-width="1.3"/></svg>`;

export class Pointer {
  #x = 0;
  #y = 0;

  private constructor(private readonly page: Page) {}

  /** Draws it in the middle of the window. */
  static async on(page: Page): Promise<Pointer> {
    const pointer = new Pointer(page);
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    await page.evaluate(
      ([id, arrow]) => {
        const drawn = document.createElement("img");
        drawn.id = id;
        drawn.src = `data:image/svg+xml,${encodeURIComponent(arrow)}`;
        drawn.style.cssText = "position: fixed; z-index: 100000; pointer-events: none;";
        document.body.append(drawn);
      },
      [ID, ARROW] as const,
    );
    await pointer.#put(width / 2, height / 2);
    return pointer;
  }

  /** Moves to the middle of something, slower towards the end, and tells each place on the way. */
  async to(target: Locator, moved: () => Promise<void>): Promise<void> {
    const box = await target.boundingBox();
    if (box === null) throw new Error("there is nothing to point at");
    const [fromX, fromY] = [this.#x, this.#y];
    const [toX, toY] = [box.x + box.width / 2, box.y + box.height / 2];
    for (let move = 1; move <= MOVES; move += 1) {
      const part = 1 - (1 - move / MOVES) ** 2;
      await this.#put(fromX + (toX - fromX) * part, fromY + (toY - fromY) * part);
      await moved();
    }
  }

  async #put(x: number, y: number): Promise<void> {
    [this.#x, this.#y] = [x, y];
    await this.page.mouse.move(x, y);
    await this.page.evaluate(
      ([id, left, top]) => {
        const drawn = document.getElementById(id);
        if (drawn !== null) Object.assign(drawn.style, { left: `${left}px`, top: `${top}px` });
      },
      [ID, x, y] as const,
    );
  }
}
