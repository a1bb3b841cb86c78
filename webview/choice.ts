/** Fields for sizes and kernels, as What if and Compare have them. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import type { KernelId } from "../engine/index.js";
import { KERNELS } from "../language/picture/kernels.js";

/** A field of pages with its label. `change` is called with the number, or null while the field holds none. */
export function pagesField(label: string, pages: number | null, change: (pages: number | null) => void): ElementView {
  const read = (event: Event): void => {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement)) return;
    const value = input.valueAsNumber;
    change(Number.isSafeInteger(value) && value >= 0 ? value : null);
  };
  return html("label", { class: "field" }, [
    html("span", {}, [label]),
    html(
      "input",
      { type: "number", class: "pages", min: 0, step: 1, inputmode: "numeric", "aria-label": `${label}, in pages` },
      [],
      { value: pages === null ? "" : String(pages), on: { input: read } },
    ),
  ]);
}

/** A choice among all kernels, and those that are listed beside them. */
export function kernelField(
  chosen: KernelId,
  listed: readonly KernelId[],
  change: (kernel: KernelId) => void,
): ElementView {
  const kernels = [...KERNELS, ...listed.filter((kernel) => !KERNELS.some((plain) => plain === kernel))];
  return html("label", { class: "field" }, [
    html("span", {}, ["kernel"]),
    html(
      "select",
      { class: "kernels", "aria-label": "kernel" },
      kernels.map((kernel) => html("option", { value: kernel }, [kernel], { key: kernel })),
      {
        value: chosen,
        on: {
          change: ({ currentTarget }) => {
            if (!(currentTarget instanceof HTMLSelectElement)) return;
            const found = kernels.find((kernel) => kernel === currentTarget.value);
            if (found !== undefined) change(found);
          },
        },
      },
    ),
  ]);
}
