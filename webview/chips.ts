/** The kernels as chips, each with its verdict: one radio group. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { verdictIcon } from "./icon.js";
import type { KernelChoice, Verdict } from "../language/picture/picture.js";

const SPOKEN: Readonly<Record<Verdict["outcome"], string>> = {
  fine: "",
  announced: "announced: ",
  dies: "",
  failed: "failed: ",
  bug: "kernel failure: ",
  hang: "kernel failure: ",
  sometimes: "",
  open: "",
};

export function chipsView(
  kernels: readonly KernelChoice[],
  chosen: string,
  choose: (kernel: string) => void,
): ElementView {
  const move = (at: number, target: EventTarget | null): void => {
    const next = kernels[(at + kernels.length) % kernels.length];
    if (next === undefined) return;
    const group = target instanceof Element ? target.closest(".chips") : null;
    const chip = group?.querySelectorAll("[role=radio]")[(at + kernels.length) % kernels.length];
    if (chip instanceof HTMLElement) chip.focus();
    choose(next.kernel);
  };
  return html(
    "div",
    { class: "chips", role: "radiogroup", "aria-label": "Kernel" },
    kernels.map(({ kernel, verdict }, index) => {
      const checked = kernel === chosen;
      const [base, rest] = split(kernel);
      const said = `${kernel}, ${SPOKEN[verdict.outcome]}${verdict.words}`;
      return html(
        "button",
        {
          class: "chip",
          type: "button",
          role: "radio",
          "aria-checked": checked ? "true" : "false",
          "aria-label": said,
          tabindex: checked || (index === 0 && !kernels.some((choice) => choice.kernel === chosen)) ? 0 : -1,
          title: said,
        },
        [
          html("span", { class: "kernel" }, [
            html("span", { class: rest === "" ? null : "kernel-base" }, [base]),
            rest,
          ]),
          verdictIcon(verdict.outcome),
          html("span", { class: "chip-words" }, [verdict.words]),
        ],
        {
          key: kernel,
          on: {
            click: () => {
              choose(kernel);
            },
            keydown: (event) => {
              const by =
                event.key === "ArrowRight" || event.key === "ArrowDown"
                  ? 1
                  : event.key === "ArrowLeft" || event.key === "ArrowUp"
                    ? -1
                    : 0;
              if (by === 0) return;
              event.preventDefault();
              event.stopPropagation();
              move(index + by, event.currentTarget);
            },
          },
        },
      );
    }),
    { key: "chips" },
  );
}

/** `2.6.26+cow` -> `2.6.26`, `+cow`: narrow panels say only what differs. */
function split(kernel: string): [string, string] {
  const at = kernel.indexOf("+");
  return at < 0 ? [kernel, ""] : [kernel.slice(0, at), kernel.slice(at)];
}
