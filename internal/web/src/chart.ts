// The picture of a chart on one canvas: the server has placed everything, and this draws
// it. What the canvas shows stands over it as a tree of real elements, for the keyboard and
// for screen readers (tree.ts).

import { day, t, term } from "./words.js";
import type { AccountChart } from "./types.js";

type Chart = AccountChart["view"]["chart"];
export type Seat = Chart["seats"]["nodes"][number];
type Box = Chart["layout"]["boxes"][number];

/** What stands for a stance: one colour, one sign and one word, on screen as on paper. */
export const stances: Record<string, { key: string; sign: string; light: string; dark: string }> = {
  CHAMPION: { key: "1", sign: "▲▲", light: "#1E7B4F", dark: "#63C795" },
  SUPPORTER: { key: "2", sign: "▲", light: "#3E8E68", dark: "#8AD4AE" },
  NEUTRAL: { key: "3", sign: "●", light: "#5B6B7B", dark: "#A9B7C4" },
  SCEPTIC: { key: "4", sign: "▼", light: "#A65A00", dark: "#E8A856" },
  DETRACTOR: { key: "5", sign: "▼▼", light: "#B3261E", dark: "#F08A82" },
  UNKNOWN: { key: "6", sign: "?", light: "#8894A0", dark: "#8894A0" },
};

/** The letters of a part in a decision. */
export const roleCodes: Record<string, string> = {
  DECIDER: "DE", APPROVER: "AP", VETO: "VE", SIGN_OFF: "SO", BUYER: "BU", USER: "US", INFLUENCER: "IF", GATEKEEPER: "GK", INITIATOR: "IN", INFORMED: "ID",
};

/** How many of the three dots of coverage are full: by how many of ours are in touch. */
export const dots = (seat: Seat): number => Math.min(3, Math.max(0, ...seat.holders.map((h) => h.person.directDepth)));

/** Who sits on a seat, in words. */
export function nameOf(seat: Seat): string {
  const [first, ...others] = seat.holders;
  if (!first) return seat.vacantSince ? t("vacantSince", { day: day(seat.vacantSince) }) : t("vacant");
  return first.person.name + (others.length > 0 ? ` +${others.length}` : "");
}

const names = "Arial, Helvetica, 'Liberation Sans', sans-serif";

/** Lines that are drawn together while any of them is in sight. */
type Strand = { path: Path2D; left: number; top: number; right: number; bottom: number };

export class ChartView {
  readonly canvas = document.createElement("canvas");
  readonly seats = new Map<string, Seat>();
  readonly boxes = new Map<string, Box>();
  selected = "";
  layers = new Set<string>();
  scale = 1;
  left = 0;
  top = 0;
  /** Called when the picture has moved or changed. */
  moved: () => void = () => {};

  private wires: Strand[] = [];
  private frame = 0;
  private pulsing = new Map<string, number>();
  private readonly observer = new ResizeObserver(() => this.draw());

  constructor(readonly chart: Chart) {
    for (const seat of chart.seats.nodes) this.seats.set(seat.positionId, seat);
    for (const box of chart.layout.boxes) this.boxes.set(box.positionId, box);
    this.wires = strands(chart.layout.wires);
    this.canvas.setAttribute("aria-hidden", "true");
    this.listen();
    this.observer.observe(this.canvas);
  }

  end(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** Shows everything, with room for what lies over the edges. */
  fit(): void {
    const { width, height } = this.chart.layout;
    const w = this.canvas.clientWidth, h = this.canvas.clientHeight;
    if (w === 0 || h === 0 || width === 0) return;
    this.scale = Math.min(1.5, (w - 32) / width, (h - 32) / height);
    this.left = (w - width * this.scale) / 2;
    this.top = Math.max(16, (h - height * this.scale) / 2);
    this.draw();
  }

  /** Zooms by a factor around a point of the canvas, its middle unless said. */
  zoom(by: number, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2): void {
    const scale = Math.min(3, Math.max(0.01, this.scale * by));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.draw();
  }

  pan(dx: number, dy: number): void {
    this.left += dx;
    this.top += dy;
    this.draw();
  }

  /** Brings a seat into sight, large enough to be read. */
  show(id: string): void {
    const b = this.boxes.get(id);
    if (!b) return;
    const w = this.canvas.clientWidth, h = this.canvas.clientHeight;
    if (this.scale * 11 < 9) this.scale = 1;
    const x = this.left + b.x * this.scale, y = this.top + b.y * this.scale;
    if (x < 8 || y < 8 || x + b.w * this.scale > w - 8 || y + b.h * this.scale > h - 8) {
      this.left = w / 2 - (b.x + b.w / 2) * this.scale;
      this.top = h / 2 - (b.y + b.h / 2) * this.scale;
    }
    this.draw();
  }

  /** Rings some seats for two seconds, for those who do not mind motion. */
  pulse(ids: readonly string[]): void {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const id of ids) this.pulsing.set(id, performance.now() + 2000);
    this.draw();
  }

  /** The seat at a point of the canvas. */
  at(x: number, y: number): string {
    const px = (x - this.left) / this.scale, py = (y - this.top) / this.scale;
    for (const b of this.boxes.values()) {
      if (px >= b.x && px <= b.x + b.w && py >= b.y && py <= b.y + b.h) return b.positionId;
    }
    return "";
  }

  draw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
      this.moved();
    });
  }

  private paint(): void {
    const g = this.canvas.getContext("2d");
    if (!g) return;
    const ratio = devicePixelRatio || 1;
    const w = this.canvas.clientWidth, h = this.canvas.clientHeight;
    if (this.canvas.width !== Math.round(w * ratio) || this.canvas.height !== Math.round(h * ratio)) {
      this.canvas.width = Math.round(w * ratio);
      this.canvas.height = Math.round(h * ratio);
    }
    const ink = colours(this.canvas);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = ink.ground;
    g.fillRect(0, 0, w, h);
    g.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * this.left, ratio * this.top);
    const seen = { left: -this.left / this.scale, top: -this.top / this.scale, right: (w - this.left) / this.scale, bottom: (h - this.top) / this.scale };
    g.strokeStyle = ink.line;
    g.lineWidth = Math.max(1.4, 0.7 / this.scale);
    for (const s of this.wires) {
      if (s.right >= seen.left && s.left <= seen.right && s.bottom >= seen.top && s.top <= seen.bottom) g.stroke(s.path);
    }
    this.links(g, ink);
    const now = performance.now();
    for (const b of this.boxes.values()) {
      if (b.x + b.w < seen.left || b.x > seen.right || b.y + b.h < seen.top || b.y > seen.bottom) continue;
      const seat = this.seats.get(b.positionId);
      if (seat) this.card(g, ink, b, seat, now);
    }
    if (this.pulsing.size > 0) this.draw();
  }

  private links(g: CanvasRenderingContext2D, ink: Colours): void {
    for (const l of this.chart.layout.links) {
      const sway = l.kind === "INFLUENCES" || l.kind === "CONFLICT";
      if (sway && !this.layers.has("influence")) continue;
      const near = this.selected === "" || l.fromId === this.selected || l.toId === this.selected;
      g.globalAlpha = sway && !near ? 0.18 : 1;
      g.strokeStyle = l.kind === "INFLUENCES" ? ink.sway : l.kind === "CONFLICT" ? ink.conflict : ink.line;
      g.setLineDash(l.kind === "INFLUENCES" ? [6, 3.5] : l.kind === "CONFLICT" ? [2, 3] : [1.4, 3]);
      g.lineWidth = Math.max(l.width, 0.8 / this.scale);
      g.stroke(new Path2D(l.path));
    }
    g.globalAlpha = 1;
    g.setLineDash([]);
  }

  /** One seat: a mark when it is small, a name when it can be read, else the whole card. */
  private card(g: CanvasRenderingContext2D, ink: Colours, b: Box, seat: Seat, now: number): void {
    const stance = seat.holders[0]?.person.stance ?? null;
    const look = stance && this.layers.has("stance") ? stances[stance] : undefined;
    const colour = look ? (ink.isDark ? look.dark : look.light) : ink.border;
    const small = b.mark || this.scale < 0.3;
    const vacant = seat.holders.length === 0;
    g.beginPath();
    g.roundRect(b.x, b.y, b.w, b.h, small ? 2 : 4);
    g.fillStyle = small && look ? colour : ink.card;
    g.fill();
    const nobody = this.layers.has("coverage") && !vacant && dots(seat) === 0;
    if (nobody && !small) this.hatch(g, ink, b);
    g.strokeStyle = ink.border;
    g.lineWidth = Math.max(1, 0.6 / this.scale);
    if (vacant) g.setLineDash([5, 3]);
    g.stroke();
    g.setLineDash([]);
    if (look && !small) {
      g.fillStyle = colour;
      g.fillRect(b.x, b.y, 4, b.h);
    }
    if (this.layers.has("points") && seat.holders.some((h) => h.person.singlePoint)) this.ring(g, b, ink.point, [4, 2.5]);
    const until = this.pulsing.get(b.positionId);
    if (until !== undefined) {
      if (until < now) this.pulsing.delete(b.positionId);
      else this.ring(g, b, ink.focus, []);
    }
    if (b.positionId === this.selected) this.ring(g, b, ink.focus, []);
    if (b.mark || 11 * this.scale < 6) return;
    this.words(g, ink, b, seat, colour, look?.sign ?? "");
  }

  private words(g: CanvasRenderingContext2D, ink: Colours, b: Box, seat: Seat, colour: string, sign: string): void {
    g.textBaseline = "alphabetic";
    g.textAlign = "left";
    const vacant = seat.holders.length === 0;
    const x = b.x + 10, room = b.w - 16;
    g.fillStyle = ink.text;
    g.font = `${vacant ? "italic " : ""}bold 11px ${names}`;
    g.fillText(cut(g, nameOf(seat), room - (sign ? 18 : 0)), x, b.y + 15);
    if (sign) {
      g.fillStyle = colour;
      g.font = `bold 9px ${names}`;
      g.textAlign = "right";
      g.fillText(sign, b.x + b.w - 6, b.y + 15);
      g.textAlign = "left";
    }
    if (9 * this.scale < 6) return;
    g.fillStyle = ink.second;
    g.font = `9px ${names}`;
    g.fillText(cut(g, seat.title ?? "", room), x, b.y + 27);
    if (b.h < 40 || this.scale < 0.6) return;
    let at = x;
    const person = seat.holders[0]?.person;
    if (person && this.layers.has("roles")) {
      for (const role of person.roles.slice(0, 3)) {
        g.fillStyle = ink.pill;
        g.beginPath();
        g.roundRect(at, b.y + b.h - 15, 18, 11, 3);
        g.fill();
        g.fillStyle = ink.pillText;
        g.font = `bold 7.5px ${names}`;
        g.fillText(roleCodes[role] ?? "??", at + 3.5, b.y + b.h - 6.5);
        at += 21;
      }
    }
    if (person && this.layers.has("coverage")) {
      const full = dots(seat);
      for (let i = 0; i < 3; i++) {
        g.beginPath();
        g.arc(at + 4, b.y + b.h - 9.5, 3, 0, 2 * Math.PI);
        g.fillStyle = g.strokeStyle = ink.cover;
        g.lineWidth = 1;
        if (i < full) g.fill();
        else g.stroke();
        at += 9;
      }
    }
    if (seat.below > 0) {
      g.fillStyle = ink.second;
      g.font = `8px ${names}`;
      g.textAlign = "right";
      g.fillText(String(seat.below), b.x + b.w - 6, b.y + b.h - 6);
      g.textAlign = "left";
    }
  }

  private hatch(g: CanvasRenderingContext2D, ink: Colours, b: Box): void {
    g.save();
    g.clip();
    g.strokeStyle = ink.hatch;
    g.lineWidth = 1;
    g.beginPath();
    for (let x = b.x - b.h; x < b.x + b.w; x += 6) {
      g.moveTo(x, b.y + b.h);
      g.lineTo(x + b.h, b.y);
    }
    g.stroke();
    g.restore();
    g.beginPath();
    g.roundRect(b.x, b.y, b.w, b.h, 4);
  }

  private ring(g: CanvasRenderingContext2D, b: Box, colour: string, dash: number[]): void {
    g.beginPath();
    g.roundRect(b.x - 3, b.y - 3, b.w + 6, b.h + 6, 6);
    g.strokeStyle = colour;
    g.lineWidth = Math.max(2, 1.5 / this.scale);
    g.setLineDash(dash);
    g.stroke();
    g.setLineDash([]);
  }

  private listen(): void {
    let from: { x: number; y: number } | null = null;
    this.canvas.addEventListener("pointerdown", (e) => {
      from = { x: e.clientX, y: e.clientY };
      this.canvas.setPointerCapture(e.pointerId);
    });
    this.canvas.addEventListener("pointermove", (e) => {
      if (!from || e.buttons === 0) return;
      this.pan(e.clientX - from.x, e.clientY - from.y);
      from = { x: e.clientX, y: e.clientY };
    });
    this.canvas.addEventListener("wheel", (e) => {
      e.preventDefault();
      const r = this.canvas.getBoundingClientRect();
      if (e.ctrlKey || !e.shiftKey) this.zoom(Math.exp(-e.deltaY / 400), e.clientX - r.left, e.clientY - r.top);
      else this.pan(-e.deltaX - e.deltaY, 0);
    }, { passive: false });
  }
}

type Colours = Record<"ground" | "card" | "text" | "second" | "line" | "border" | "sway" | "conflict" | "cover" | "hatch" | "point" | "focus" | "pill" | "pillText", string> & { isDark: boolean };

let known: { theme: string; colours: Colours } | null = null;

/** The colours of the page's theme, read once while it stays. */
function colours(canvas: HTMLCanvasElement): Colours {
  const isDark = document.documentElement.dataset["theme"] === "dark";
  const theme = isDark ? "dark" : "light";
  if (known?.theme === theme) return known.colours;
  const style = getComputedStyle(canvas);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const c: Colours = {
    isDark, ground: of("ground"), card: of("card"), text: of("text"), second: of("second"), line: of("line"), border: of("border"), sway: of("sway"), conflict: of("conflict"),
    cover: of("cover"), hatch: of("hatch"), point: of("point"), focus: of("focus"), pill: of("pill"), pillText: of("pill-text"),
  };
  known = { theme, colours: c };
  return c;
}

/** Cuts a text to a width; what is cut ends with an ellipsis. */
function cut(g: CanvasRenderingContext2D, text: string, room: number): string {
  if (g.measureText(text).width <= room) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (g.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}

/** Puts lines together by the hundred, with the room that they take. */
function strands(paths: readonly string[]): Strand[] {
  const out: Strand[] = [];
  for (let i = 0; i < paths.length; i += 100) {
    const s: Strand = { path: new Path2D(), left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const text of paths.slice(i, i + 100)) {
      const path = new Path2D(text);
      s.path.addPath(path);
      const n = reach(text);
      s.left = Math.min(s.left, n.left);
      s.top = Math.min(s.top, n.top);
      s.right = Math.max(s.right, n.right);
      s.bottom = Math.max(s.bottom, n.bottom);
    }
    out.push(s);
  }
  return out;
}

/** The room that path data takes; H, V and absolute commands, as the server writes them. */
function reach(path: string): { left: number; top: number; right: number; bottom: number } {
  const r = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const x = (v: number): void => { r.left = Math.min(r.left, v); r.right = Math.max(r.right, v); };
  const y = (v: number): void => { r.top = Math.min(r.top, v); r.bottom = Math.max(r.bottom, v); };
  for (const [, command = "", rest = ""] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = rest.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
    if (command !== command.toUpperCase()) return { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }; // relative: always drawn
    numbers.forEach((v, i) => (command === "H" ? x(v) : command === "V" ? y(v) : i % 2 === 0 ? x(v) : y(v)));
  }
  return r;
}

/** What a legend says of the layers that are shown. */
export function legend(chart: Chart, layers: Set<string>): string[] {
  const out: string[] = [];
  const people = chart.seats.nodes.flatMap((s) => s.holders.map((h) => h.person));
  if (layers.has("stance")) {
    const there = new Set(people.map((p) => p.stance));
    out.push(Object.keys(stances).filter((s) => there.has(s as never)).map((s) => `${stances[s]?.sign} ${term(s)}`).join("   "));
  }
  if (layers.has("coverage")) out.push(`●●● ${t("coverage")}   ▨ ${t("nobody")}`);
  if (layers.has("roles")) {
    const there = new Set(people.flatMap((p) => p.roles as string[]));
    out.push(Object.keys(roleCodes).filter((r) => there.has(r)).map((r) => `${roleCodes[r]} ${term(r)}`).join("   "));
  }
  if (layers.has("points") && people.some((p) => p.singlePoint)) out.push(`⬚ ${t("singlePoint")}`);
  return out.filter(Boolean);
}
