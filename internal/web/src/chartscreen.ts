// The org chart of an account, with the one who is chosen beside it.

import { ApiError, ask } from "./api.js";
import { ChartView, legend, nameOf, stances } from "./chart.js";
import { h, fill } from "./dom.js";
import { allLayers } from "./place.js";
import { Tree } from "./tree.js";
import { accountChart, assess, personCard, routes, undo, type AccountChart, type Stance } from "./types.js";
import type { App, Screen } from "./app.js";
import { day, t, term } from "./words.js";

export async function chart(app: App): Promise<Screen> {
  const s = new ChartScreen(app, await load(app));
  return { element: s.element, title: s.name, commit: (event) => s.commit(event), end: () => s.end() };
}

const load = (app: App): Promise<AccountChart> => ask(accountChart, { account: app.place.account, asOf: app.place.asOf || null });

class ChartScreen {
  readonly element: HTMLElement;
  readonly name: string;
  private view: ChartView;
  private tree: Tree;
  private readonly stage = h("div", { class: "stage" });
  private readonly drawer = h("section", { class: "drawer", "aria-label": t("card"), hidden: true });
  private readonly signs = h("div", { class: "signs" });
  private readonly counts = h("span", { class: "counts" });
  private readonly layers: Set<string>;
  private revision: string;
  private author = "";
  private coming = 0;

  constructor(private readonly app: App, data: AccountChart) {
    const name = data.view.chart.account?.name ?? app.place.account;
    this.name = `${t("chart")} · ${name}`;
    this.layers = new Set(app.place.layers);
    this.revision = data.view.revision;
    [this.view, this.tree] = this.mount(data);
    const tool = (text: string, label: string, run: () => void): HTMLElement => h("button", { type: "button", "aria-label": label, title: label, onclick: run }, text);
    const toggles = allLayers.map((layer) =>
      h("button", {
        type: "button", "aria-pressed": String(this.layers.has(layer)),
        onclick: (e: Event) => {
          if (!this.layers.delete(layer)) this.layers.add(layer);
          (e.currentTarget as HTMLElement).setAttribute("aria-pressed", String(this.layers.has(layer)));
          this.app.note({ layers: allLayers.filter((l) => this.layers.has(l)) });
          this.mark();
          this.view.draw();
        },
      }, t(layer)));
    const query = new URLSearchParams({ account: app.place.account });
    if (app.place.asOf) query.set("asOf", app.place.asOf);
    this.element = h("section", { class: "chart", onkeydown: (e: KeyboardEvent) => this.key(e) },
      h("div", { class: "tools", role: "toolbar", "aria-label": t("layers") }, h("h1", {}, h("span", { class: "unseen" }, `${t("chart")} · `), name), ...toggles,
        tool("−", t("zoomOut"), () => this.view.zoom(1 / 1.3)), tool("+", t("zoomIn"), () => this.view.zoom(1.3)), tool(t("fit"), t("fit"), () => this.view.fit()),
        h("a", { class: "button", href: `../export/orgchart.svg?${query}`, target: "_blank", rel: "noopener" }, t("exportSvg")), this.counts),
      h("p", { id: "keys", class: "unseen" }, t("keys")),
      h("div", { class: "split" }, this.stage, this.drawer),
      h("details", { class: "legend", open: innerWidth > 700 }, h("summary", {}, t("legend")), this.signs));
    this.element.addEventListener("theme", () => this.view.draw());
    this.mark();
    requestAnimationFrame(() => {
      this.view.fit();
      const seat = this.seatOf(app.place.seat);
      if (seat) { this.tree.go(seat); void this.open(seat); }
    });
  }

  end(): void {
    this.view.end();
  }

  /** Loads the chart again when a commit has touched it, and shows what it touched. */
  commit(event: { revision: string; actor: string | null; accountIds: string[]; positionIds: string[] }): void {
    if (!event.accountIds.includes(this.app.place.account) && !event.positionIds.some((id) => this.view.seats.has(id))) return;
    if (Number(event.revision) <= Number(this.revision)) return;
    const mine = ++this.coming;
    void load(this.app).then((data) => {
      if (mine !== this.coming || Number(data.view.revision) <= Number(this.revision)) return;
      this.replace(data);
      this.view.pulse(event.positionIds);
      if (event.actor && event.actor !== this.app.start.viewer.name) this.app.say(t("by", { actor: event.actor }));
    });
  }

  private mount(data: AccountChart): [ChartView, Tree] {
    const view = new ChartView(data.view.chart);
    view.layers = this.layers;
    const tree = new Tree(view, data.view.chart.account?.name ?? "", {
      open: (id) => void this.open(id),
      stance: (id, key) => void this.judge(id, key),
      key: (e) => this.key(e),
    });
    view.moved = () => tree.sync();
    fill(this.stage, view.canvas, tree.element);
    tree.element.addEventListener("pointerdown", (e) => view.canvas.dispatchEvent(new PointerEvent("pointerdown", e)));
    tree.element.addEventListener("wheel", (e) => { e.preventDefault(); view.canvas.dispatchEvent(new WheelEvent("wheel", e)); }, { passive: false });
    const { total, vacant, layout } = data.view.chart;
    fill(this.counts, [t("seats", { n: total }), vacant > 0 ? t("vacantSeats", { n: vacant }) : "", ...layout.warnings].filter(Boolean).join(" · "));
    return [view, tree];
  }

  /** Puts a newer chart in the place of the one that is shown, where it was. */
  private replace(data: AccountChart): void {
    const { scale, left, top, selected } = this.view;
    const focus = this.tree.focus;
    const had = this.stage.contains(document.activeElement);
    this.view.end();
    this.revision = data.view.revision;
    [this.view, this.tree] = this.mount(data);
    Object.assign(this.view, { scale, left, top, selected: this.view.seats.has(selected) ? selected : "" });
    this.mark();
    this.view.draw();
    if (this.view.boxes.has(focus)) { this.tree.focus = focus; if (had) requestAnimationFrame(() => this.tree.go(focus)); }
    if (!this.drawer.hidden && this.view.selected) void this.open(this.view.selected);
  }

  private mark(): void {
    fill(this.signs, ...legend(this.view.chart, this.layers).map((line) => h("p", {}, line)));
  }

  /** The seat of an id, which may be that of somebody on it. */
  private seatOf(id: string): string {
    if (this.view.seats.has(id)) return id;
    return [...this.view.seats.values()].find((s) => s.holders.some((p) => p.person.personId === id))?.positionId ?? "";
  }

  private key(e: KeyboardEvent): void {
    if (e.target instanceof HTMLInputElement || e.target instanceof HTMLSelectElement) return;
    const run: Record<string, (() => void) | undefined> = { "0": () => this.view.fit(), "+": () => this.view.zoom(1.3), "-": () => this.view.zoom(1 / 1.3), Escape: () => this.shut() };
    if (e.shiftKey && e.key.startsWith("Arrow")) {
      this.view.pan(e.key === "ArrowLeft" ? 80 : e.key === "ArrowRight" ? -80 : 0, e.key === "ArrowUp" ? 80 : e.key === "ArrowDown" ? -80 : 0);
      e.preventDefault();
      return;
    }
    const f = run[e.key];
    if (f) { f(); e.preventDefault(); }
  }

  private shut(): void {
    this.drawer.hidden = true;
    this.view.selected = "";
    this.app.note({ seat: "" });
    this.view.draw();
    this.tree.go(this.tree.focus);
  }

  /** Opens the drawer of a seat and who sits there. */
  private async open(id: string): Promise<void> {
    const seat = this.view.seats.get(id);
    if (!seat) return;
    this.view.selected = id;
    this.app.note({ seat: id });
    this.view.draw();
    const p = seat.holders[0]?.person;
    const editable = this.app.start.viewer.viewerCanEdit && this.app.place.asOf === "";
    const team = this.view.chart.team;
    const fact = (name: string, ...value: (Node | string | null)[]): HTMLElement => h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
    const findings = this.view.chart.findings.filter((f) => seat.findingIds.includes(f.findingId));
    const more = h("div", {}), ways = h("div", {});
    const author = h("select", { onchange: (e: Event) => { this.author = (e.target as HTMLSelectElement).value; } }, h("option", { value: "" }, "…"), ...team.map((m) => h("option", { value: m.personId, selected: m.personId === this.author }, m.name)));
    fill(this.drawer,
      h("header", {}, h("h2", { tabindex: -1 }, nameOf(seat)), h("button", { type: "button", "aria-label": t("close"), onclick: () => this.shut() }, "✕")),
      h("p", { class: "second" }, [seat.title, seat.department].filter(Boolean).join(" · ")),
      ...findings.slice(0, 4).map((f) => h("p", { class: `warn ${f.severity}` }, f.sentence)),
      p?.doNotContact ? h("p", { class: "warn S1" }, t("contactForbidden")) : null,
      p ? h("h3", {}, t("stance")) : null,
      p ? h("div", { class: "choice", role: "group", "aria-label": t("stance") }, ...Object.entries(stances).map(([s, look]) =>
        h("button", { type: "button", disabled: !editable, "aria-pressed": String(p.stance === s), onclick: () => void this.judge(id, look.key) }, `${look.sign} ${term(s)}`))) : null,
      p && editable ? h("label", { class: "author" }, t("judgedBy"), " ", author) : null,
      p?.disputed ? h("p", { class: "second" }, t("disputed")) : null,
      p && p.roles.length > 0 ? h("h3", {}, t("roles")) : null,
      p && p.roles.length > 0 ? h("p", {}, p.roles.map((r) => term(r)).join(", ") + (p.key ? ` · ${t("key")}` : "")) : null,
      p ? h("h3", {}, t("knownBy")) : null,
      p ? h("ul", {}, ...(p.knownBy.length > 0 ? p.knownBy.map((k) => h("li", {}, `${team.find((m) => m.personId === k.personId)?.name ?? k.personId}: ${term(k.band)}, ${k.working ? t("inTouch") : t("outOfTouch")}`)) : [h("li", {}, t("nobody"))])) : null,
      h("dl", {}, fact(t("reports"), String(seat.reports)), fact(t("below"), String(seat.below)), seat.managerState === "UNKNOWN" ? fact("", t("managerUnknown")) : null),
      more, p ? h("h3", {}, t("ways")) : null,
      p ? h("button", { type: "button", onclick: (e: Event) => { (e.currentTarget as HTMLElement).hidden = true; void this.ways(p.personId, ways); } }, t("find")) : null, ways);
    this.drawer.hidden = false;
    this.view.show(id); // the drawer may lie over it
    if (p) {
      const data = await ask(personCard, { person: p.personId, asOf: this.app.place.asOf || null });
      const card = data.view.person;
      if (card && this.view.selected === id) {
        fill(more, h("dl", {}, ...card.emails.map((mail) => fact(t("mail"), mail)), card.location ? fact(t("place"), card.location) : null,
          ...card.holdings.map((x) => fact(t("seat"), [x.position.title, x.from ? t("since", { day: day(x.from) }) : ""].filter(Boolean).join(" "))),
        ));
      }
    }
  }

  private async ways(person: string, into: HTMLElement): Promise<void> {
    const found = (await ask(routes, { person, asOf: this.app.place.asOf || null })).view.introductions.introductions;
    fill(into, h("ul", {}, ...(found.length > 0 ? found.map((r) => h("li", {}, r.sentence)) : [h("li", {}, t("noWay"))])));
  }

  /** Records a stance: it is seen at once, and taken back when the server refuses it. */
  private async judge(id: string, key: string): Promise<void> {
    const seat = this.view.seats.get(id);
    const p = seat?.holders[0]?.person;
    const stance = Object.entries(stances).find(([, s]) => s.key === key)?.[0] as Stance | undefined;
    if (!p || !stance || !this.app.start.viewer.viewerCanEdit || this.app.place.asOf !== "") return;
    if (this.author === "") {
      await this.open(id);
      this.app.say(t("chooseAuthor"));
      this.drawer.querySelector("select")?.focus();
      return;
    }
    const was = p.stance;
    p.stance = stance;
    this.view.draw();
    try {
      const made = await ask(assess, {
        input: { assessment: { stance }, authorId: this.author, personId: p.personId, withinId: this.app.place.account },
        options: { idempotencyKey: crypto.randomUUID(), expectedRevision: this.revision },
      });
      const revision = made.assess?.revision;
      this.app.say(t("saved", { name: p.name, stance: term(stance) }), revision ? { word: t("undo"), do: () => void this.takeBack(revision) } : undefined);
      if (this.view.selected === id) void this.open(id);
    } catch (e) {
      p.stance = was;
      this.view.draw();
      this.app.say(t("refused", { why: e instanceof ApiError ? e.message : String(e) }));
    }
  }

  private async takeBack(revision: string): Promise<void> {
    try {
      await ask(undo, { revision });
      this.app.say(t("undone"));
    } catch (e) {
      this.app.say(t("refused", { why: e instanceof Error ? e.message : String(e) }));
    }
  }
}

