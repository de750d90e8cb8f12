// The chart as a tree of real elements over the canvas: what has the focus, what the
// keyboard moves in, and what a screen reader reads.

import { h } from "./dom.js";
import { t } from "./words.js";
import type { ChartView, Seat } from "./chart.js";

/** So many elements stand over the picture at most. */
const most = 300;

export class Tree {
  readonly element: HTMLElement;
  focus = "";
  private readonly children = new Map<string, string[]>();
  private readonly order: string[] = [];
  private typed = "";
  private typedAt = 0;

  constructor(
    private readonly view: ChartView,
    name: string,
    private readonly does: { open(id: string): void; stance(id: string, key: string): void; key(e: KeyboardEvent): void },
  ) {
    this.element = h("div", { role: "tree", class: "tree", "aria-label": t("tree", { name }), "aria-describedby": "keys", onkeydown: (e: KeyboardEvent) => this.key(e) });
    for (const seat of view.chart.seats.nodes) {
      this.order.push(seat.positionId);
      const up = seat.managerId ?? "";
      this.children.set(up, [...(this.children.get(up) ?? []), seat.positionId]);
    }
    this.focus = this.order[0] ?? "";
  }

  /** Puts elements over what is in sight, and over the focus and those around it. */
  sync(): void {
    const { view } = this;
    const w = view.canvas.clientWidth, hgt = view.canvas.clientHeight;
    const wanted = new Set<string>(this.around(this.focus));
    for (const b of view.boxes.values()) {
      if (wanted.size >= most) break;
      const x = view.left + b.x * view.scale, y = view.top + b.y * view.scale;
      if (x < w && y < hgt && x + b.w * view.scale > 0 && y + b.h * view.scale > 0) wanted.add(b.positionId);
    }
    const there = new Map<string, HTMLElement>();
    for (const item of this.element.children) there.set((item as HTMLElement).dataset["id"] ?? "", item as HTMLElement);
    for (const [id, item] of there) if (!wanted.has(id)) item.remove();
    let before: Element | null = null;
    for (const id of this.order) {
      if (!wanted.has(id)) continue;
      const item = there.get(id) ?? this.item(id);
      const b = view.boxes.get(id);
      if (b) {
        item.style.transform = `translate(${view.left + b.x * view.scale}px, ${view.top + b.y * view.scale}px)`;
        item.style.width = `${b.w * view.scale}px`;
        item.style.height = `${b.h * view.scale}px`;
      }
      item.tabIndex = id === this.focus ? 0 : -1;
      item.setAttribute("aria-selected", String(id === view.selected));
      const next: Element | null = before ? before.nextElementSibling : this.element.firstElementChild;
      if (next !== item) this.element.insertBefore(item, next);
      before = item;
    }
  }

  /** Gives a seat the focus. */
  go(id: string): void {
    if (!this.view.boxes.has(id)) return;
    this.focus = id;
    this.view.show(id);
    this.sync();
    this.element.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }

  private item(id: string): HTMLElement {
    const seat = this.view.seats.get(id) as Seat;
    const peers = this.children.get(seat.managerId ?? "") ?? [];
    return h("div", {
      role: "treeitem", class: "item", "data-id": id, "aria-label": this.view.boxes.get(id)?.label ?? "",
      "aria-level": seat.depth + 1, "aria-setsize": peers.length, "aria-posinset": peers.indexOf(id) + 1,
      "aria-expanded": seat.reports > 0 ? "true" : null,
      onclick: () => { this.go(id); this.does.open(id); },
      onfocus: () => { this.focus = id; },
    });
  }

  /** A seat with those above it, beside it and below it. */
  private around(id: string): string[] {
    const out = [id];
    for (let up = this.view.seats.get(id)?.managerId; up; up = this.view.seats.get(up)?.managerId) out.push(up);
    const beside = this.children.get(this.view.seats.get(id)?.managerId ?? "") ?? [];
    const at = beside.indexOf(id);
    return [...out, ...beside.slice(Math.max(0, at - 20), at + 20), ...(this.children.get(id) ?? []).slice(0, 40)].filter((x) => this.view.boxes.has(x));
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const seat = this.view.seats.get(this.focus);
    if (!seat) return;
    const beside = this.children.get(seat.managerId ?? "") ?? [];
    const at = beside.indexOf(this.focus);
    const steps: Record<string, string | undefined> = {
      ArrowUp: beside[at - 1] ?? seat.managerId ?? undefined,
      ArrowDown: beside[at + 1] ?? this.children.get(this.focus)?.[0],
      ArrowLeft: seat.managerId ?? undefined,
      ArrowRight: this.children.get(this.focus)?.[0],
      Home: this.order[0],
      End: this.order.at(-1),
    };
    if (e.key in steps && !e.shiftKey) {
      const to = steps[e.key];
      if (to) this.go(to);
    } else if (e.key === "Enter" || e.key === " ") {
      this.does.open(this.focus);
    } else if (/^[1-6]$/.test(e.key)) {
      this.does.stance(this.focus, e.key);
    } else if (/^\p{L}$/u.test(e.key)) {
      this.type(e.key);
    } else {
      this.does.key(e);
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  }

  /** Goes to the next seat whose name begins with what is typed within a second. */
  private type(letter: string): void {
    const now = performance.now();
    this.typed = (now - this.typedAt < 1000 ? this.typed : "") + letter.toLowerCase();
    this.typedAt = now;
    const from = this.order.indexOf(this.focus) + (this.typed.length === 1 ? 1 : 0);
    for (let i = 0; i < this.order.length; i++) {
      const id = this.order[(from + i) % this.order.length] ?? "";
      if (this.view.seats.get(id)?.holders.some((p) => p.person.name.toLowerCase().startsWith(this.typed))) {
        this.go(id);
        return;
      }
    }
  }
}
