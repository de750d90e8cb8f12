// src/api.ts
var ApiError = class extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
var address = new URL("../graphql", document.baseURI);
function request(op, variables, accept, signal) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify({ query: op.text, operationName: op.name, variables }),
    signal: signal ?? null
  });
}
async function ask(op, variables, signal) {
  const response = await request(op, variables, "application/json", signal);
  const answer = await response.json();
  const first = answer.errors?.[0];
  if (first) throw new ApiError(first.extensions?.code ?? "", first.message);
  if (!answer.data) throw new ApiError("", `the server answered ${response.status}`);
  return answer.data;
}
async function follow(op, after, event, connected, signal) {
  for (let wait = 500; !signal.aborted; wait = Math.min(2 * wait, 1e4)) {
    try {
      const response = await request(op, { after }, "text/event-stream", signal);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      connected(true);
      wait = 500;
      for await (const data of events(response.body)) {
        after = data.changes.revision;
        event(data);
      }
    } catch {
      if (signal.aborted) return;
    }
    connected(false);
    await new Promise((done) => setTimeout(done, wait));
  }
}
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
      if (lines.length === 0) continue;
      const payload = JSON.parse(lines.join("\n") || "null");
      if (payload?.data) yield payload.data;
    }
  }
}

// src/dom.ts
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === void 0 || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === void 0 || child === false) continue;
    element.append(typeof child === "number" ? String(child) : child);
  }
  return element;
}
function fill(element, ...children) {
  element.replaceChildren(...children.filter((c) => typeof c === "string" || c instanceof Node));
}

// src/types.ts
var start = { name: "Start", text: "query Start { viewer { workspace name viewerCanEdit } view { asOf revision accounts(first: 200) { totalCount nodes { factId name tier stage relation renewal } } } }" };
var accountState = { name: "AccountState", text: "query AccountState ($account: ID!, $asOf: Date) { view(asOf: $asOf) { coverage(accountId: $account) { people { person { factId } parts { role } depth } findings { ... Found } } singlePoints(accountId: $account) { findings { ... Found } } } } fragment Found on FindingInfo { findingId severity rule sentence subjects { id } remedy { text } }" };
var accountChart = { name: "AccountChart", text: "query AccountChart ($account: ID!, $asOf: Date) { view(asOf: $asOf) { asOf revision chart(of: {accountId:$account}) { account { factId name tier renewal } total vacant seats(first: 10000) { nodes { ... Seat } } lines(first: 10000, kinds: [INFLUENCES,CONFLICT,ALSO_REPORTS,ASSISTS]) { nodes { recordId kind fromId toId } } team { personId name title } findings { ... Found } layout(diagram: TREE) { diagram width height parked parkY warnings wires boxes { positionId x y w h mark label } links { kind fromId toId path width } } } } } fragment Seat on ChartSeat { positionId title department level managerId managerState assistant depth reports below occupancy vacantSince new findingIds holders { from person { ... Holder } } } fragment Holder on ChartPerson { personId name doNotContact stance disputed roles key directDepth singleThreaded singlePoint knownBy { personId band working } } fragment Found on FindingInfo { findingId severity rule sentence subjects { id } remedy { text } }" };
var personCard = { name: "PersonCard", text: "query PersonCard ($person: ID!, $asOf: Date) { view(asOf: $asOf) { person(id: $person) { factId name emails location holdings { from position { title } } knows(first: 20) { nodes { other { factId name } level } } } } }" };
var routes = { name: "Routes", text: "query Routes ($person: ID!, $asOf: Date) { view(asOf: $asOf) { introductions(targetId: $person, limit: 3) { introductions { ask { name } sentence } } } }" };
var log = { name: "Log", text: "query Log ($before: String) { changes(last: 50, before: $before) { nodes { revision at actor reason changes(first: 5) { totalCount } } pageInfo { hasPreviousPage startCursor } } }" };
var find = { name: "Find", text: "query Find ($text: String!) { view { search(text: $text, first: 8) { text node { id } } } }" };
var assess = { name: "Assess", text: "mutation Assess ($input: AssessInput!, $options: EditOptions) { assess(input: $input, options: $options) { revision } }" };
var undo = { name: "Undo", text: "mutation Undo ($revision: Revision!) { undo(input: {revision:$revision}) { revision } }" };
var commits = { name: "Commits", text: "subscription Commits ($after: Revision) { changes(after: $after) { revision actor reason accountIds positionIds } }" };

// src/words.ts
var en = {
  accounts: "Accounts",
  chart: "Org chart",
  findings: "Findings",
  log: "What changed",
  skip: "Skip to the content",
  search: "Search",
  noHits: "Nothing found",
  asOf: "As of",
  today: "Back to today",
  past: "You look at another day: it cannot be edited here.",
  dark: "Dark",
  light: "Light",
  offline: "No connection: what you see may be old, and edits are not saved.",
  account: "Account",
  stage: "Stage",
  renewal: "Renewal",
  keyKnown: "Key people known",
  needs: "What needs you",
  people: "People",
  nothing: "nothing at present",
  loading: "Loading …",
  noAccounts: "There is no account yet. Import a file with: kith import --source crm people.csv",
  layers: "Layers",
  stance: "Stance",
  roles: "Roles",
  coverage: "Coverage",
  points: "Single points",
  influence: "Influence",
  fit: "Fit",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  exportSvg: "Export SVG",
  legend: "Legend",
  vacant: "Vacant",
  vacantSince: "Vacant since {day}",
  close: "Close",
  knownBy: "Who knows them",
  nobody: "Nobody of ours",
  inTouch: "in touch",
  outOfTouch: "out of touch",
  reports: "Reports",
  below: "Below",
  judgedBy: "Judged by",
  chooseAuthor: "Choose whose judgement it is, then the stance.",
  ways: "Ways to them",
  noWay: "No way is known within three handshakes.",
  find: "Find a way",
  seat: "Seat",
  since: "since {day}",
  mail: "E-mail",
  place: "Place",
  saved: "{name}: {stance}. Saved.",
  undo: "Undo",
  undone: "Undone.",
  refused: "Not saved: {why}",
  by: "{actor} changed this chart.",
  contactForbidden: "Must not be contacted",
  managerUnknown: "Their manager is not known",
  key: "Key person",
  disputed: "Colleagues disagree",
  singlePoint: "Single point of failure",
  singleThreaded: "Known by one of ours only",
  noFindings: "Nothing was found.",
  moreChanges: "{n} changes",
  older: "Older",
  seats: "{n} seats",
  vacantSeats: "{n} vacant",
  notFound: "There is no such page.",
  failed: "It could not be loaded: {why}",
  again: "Try again",
  card: "Who is chosen",
  tree: "Org chart of {name}",
  keys: "Arrows move, Enter opens, 1 to 6 set the stance, 0 fits, + and − zoom.",
  CHAMPION: "Champion",
  SUPPORTER: "Supporter",
  NEUTRAL: "Neutral",
  SCEPTIC: "Sceptic",
  DETRACTOR: "Detractor",
  UNKNOWN: "Unknown",
  CLOSE: "close",
  STRONG: "strong",
  WORKING: "working",
  ACQUAINTED: "acquainted",
  NONE: "none",
  DECIDER: "Decider",
  APPROVER: "Approver",
  VETO: "Veto",
  SIGN_OFF: "Sign-off",
  BUYER: "Buyer",
  USER: "User",
  INFLUENCER: "Influencer",
  GATEKEEPER: "Gatekeeper",
  INITIATOR: "Initiator",
  INFORMED: "Informed",
  S1: "urgent",
  S2: "serious",
  S3: "notable",
  S4: "small"
};
var de = {
  accounts: "Kunden",
  chart: "Organigramm",
  findings: "Befunde",
  log: "Was sich geändert hat",
  skip: "Zum Inhalt",
  search: "Suchen",
  noHits: "Nichts gefunden",
  asOf: "Stand",
  today: "Zurück zu heute",
  past: "Sie sehen einen anderen Tag; er kann hier nicht bearbeitet werden.",
  dark: "Dunkel",
  light: "Hell",
  offline: "Keine Verbindung: was Sie sehen, kann alt sein, und nichts wird gespeichert.",
  account: "Kunde",
  stage: "Stufe",
  renewal: "Verlängerung",
  keyKnown: "Schlüsselpersonen bekannt",
  needs: "Was Sie braucht",
  people: "Personen",
  nothing: "zurzeit nichts",
  loading: "Wird geladen …",
  noAccounts: "Es gibt noch keinen Kunden. Importieren Sie eine Datei: kith import --source crm people.csv",
  layers: "Ebenen",
  stance: "Haltung",
  roles: "Rollen",
  coverage: "Abdeckung",
  points: "Einzelne Stützen",
  influence: "Einfluss",
  fit: "Einpassen",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  exportSvg: "Als SVG",
  legend: "Legende",
  vacant: "Unbesetzt",
  vacantSince: "Unbesetzt seit {day}",
  close: "Schließen",
  knownBy: "Wer sie kennt",
  nobody: "Niemand von uns",
  inTouch: "in Kontakt",
  outOfTouch: "außer Kontakt",
  reports: "Berichten direkt",
  below: "Darunter",
  judgedBy: "Urteil von",
  chooseAuthor: "Wählen Sie zuerst, wessen Urteil es ist, dann die Haltung.",
  ways: "Wege zu ihnen",
  noWay: "Es ist kein Weg über drei Bekanntschaften bekannt.",
  find: "Einen Weg suchen",
  seat: "Stelle",
  since: "seit {day}",
  mail: "E-Mail",
  place: "Ort",
  saved: "{name}: {stance}. Gespeichert.",
  undo: "Rückgängig",
  undone: "Zurückgenommen.",
  refused: "Nicht gespeichert: {why}",
  by: "{actor} hat dieses Organigramm geändert.",
  contactForbidden: "Darf nicht angesprochen werden",
  managerUnknown: "Wer sie führt, ist nicht bekannt",
  key: "Schlüsselperson",
  disputed: "Kollegen sind uneins",
  singlePoint: "Einzelne Stütze",
  singleThreaded: "Nur einem von uns bekannt",
  noFindings: "Nichts wurde gefunden.",
  moreChanges: "{n} Änderungen",
  older: "Ältere",
  seats: "{n} Stellen",
  vacantSeats: "{n} unbesetzt",
  notFound: "Diese Seite gibt es nicht.",
  failed: "Es konnte nicht geladen werden: {why}",
  again: "Noch einmal",
  card: "Wer gewählt ist",
  tree: "Organigramm von {name}",
  keys: "Pfeile bewegen, Enter öffnet, 1 bis 6 setzen die Haltung, 0 passt ein, + und − vergrößern und verkleinern.",
  CHAMPION: "Fürsprecher",
  SUPPORTER: "Unterstützer",
  NEUTRAL: "Neutral",
  SCEPTIC: "Skeptiker",
  DETRACTOR: "Gegner",
  UNKNOWN: "Unbekannt",
  CLOSE: "eng",
  STRONG: "stark",
  WORKING: "tragfähig",
  ACQUAINTED: "bekannt",
  NONE: "keine",
  DECIDER: "Entscheider",
  APPROVER: "Genehmiger",
  VETO: "Veto",
  SIGN_OFF: "Zeichnung",
  BUYER: "Einkäufer",
  USER: "Nutzer",
  INFLUENCER: "Beeinflusser",
  GATEKEEPER: "Türhüter",
  INITIATOR: "Initiator",
  INFORMED: "Informiert",
  S1: "dringend",
  S2: "ernst",
  S3: "merklich",
  S4: "klein"
};
var language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
document.documentElement.lang = language;
var words = language === "de" ? de : en;
function t(word, values = {}) {
  return words[word].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
function term(word) {
  return word in words ? words[word] : word.toLowerCase();
}
var dates = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
var times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
var day = (date) => dates.format(/* @__PURE__ */ new Date(`${date}T00:00:00Z`));
var moment = (time) => times.format(new Date(time));

// src/place.ts
var allLayers = ["stance", "roles", "coverage", "points", "influence"];
var usual = ["stance", "roles", "coverage", "points"];
function read(hash) {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [screen2 = "", account = ""] = path.split("/").map(decodeURIComponent);
  const values = new URLSearchParams(query);
  const known2 = screen2 === "chart" || screen2 === "findings" || screen2 === "log";
  return {
    screen: known2 ? screen2 : "accounts",
    account,
    asOf: values.get("as-of") ?? "",
    seat: values.get("seat") ?? "",
    layers: values.has("layers") ? (values.get("layers") ?? "").split(",").filter(Boolean) : usual
  };
}
function write(p) {
  const values = new URLSearchParams();
  if (p.asOf) values.set("as-of", p.asOf);
  if (p.seat) values.set("seat", p.seat);
  if (p.layers.join() !== usual.join()) values.set("layers", p.layers.join());
  const query = values.toString();
  return `#/${p.screen}${p.account ? `/${encodeURIComponent(p.account)}` : ""}${query ? `?${query}` : ""}`;
}

// src/accounts.ts
var keyRoles = /* @__PURE__ */ new Set(["DECIDER", "APPROVER", "VETO", "SIGN_OFF"]);
function foundIn(state) {
  const by = /* @__PURE__ */ new Map();
  for (const f of [...state.view.coverage.findings, ...state.view.singlePoints.findings]) by.set(f.findingId, f);
  return [...by.values()].sort((a, b) => a.severity.localeCompare(b.severity));
}
async function accounts(app2) {
  const list = app2.start.view.accounts.nodes;
  const body = h("tbody");
  const element = h("section", { class: "page" }, h("h1", {}, t("accounts")));
  if (list.length === 0) {
    element.append(h("p", {}, t("noAccounts")));
    return { element, title: t("accounts") };
  }
  element.append(h("table", {}, h("thead", {}, h("tr", {}, ...["account", "stage", "renewal", "keyKnown", "needs"].map((w) => h("th", { scope: "col" }, t(w))))), body));
  const rows = list.map((a) => {
    const open = h("a", { class: "name", href: write({ ...app2.place, screen: "chart", account: a.factId, seat: "" }) }, a.name);
    const known2 = h("td", { class: "number" }, "…"), needs = h("td", {}, "…");
    const row = { id: a.factId, weight: [], element: h("tr", {}, h("th", { scope: "row" }, open), h("td", {}, a.stage ? term(a.stage) : ""), h("td", {}, a.renewal ? day(a.renewal) : ""), known2, needs) };
    return Object.assign(row, { known: known2, needs });
  });
  fill(body, ...rows.map((r) => r.element));
  const order = () => fill(body, ...[...rows].sort((a, b) => compare(b.weight, a.weight)).map((r) => r.element));
  let ended = false;
  const load2 = async (row) => {
    const state = await ask(accountState, { account: row.id, asOf: app2.place.asOf || null });
    const found = foundIn(state);
    const key = state.view.coverage.people.filter((p) => p.parts.some((x) => keyRoles.has(x.role)));
    const [, , , known2, needs] = row.element.children;
    if (known2) known2.textContent = `${key.filter((p) => p.depth > 0).length} / ${key.length}`;
    if (needs) fill(needs, found[0] ? h("a", { href: write({ ...app2.place, screen: "findings", account: row.id, seat: "" }), class: found[0].severity }, `${count(found, "S1")} ${t("S1")}, ${count(found, "S2")} ${t("S2")}`) : t("nothing"), found[0] ? ` · ${found[0].sentence}` : null);
    row.weight = [count(found, "S1"), count(found, "S2"), count(found, "S3")];
  };
  void (async () => {
    const waiting = [...rows];
    const work = async () => {
      for (let row = waiting.shift(); row && !ended; row = waiting.shift()) await load2(row).catch(() => void 0);
    };
    await Promise.all([work(), work(), work()]);
    if (!ended) order();
  })();
  return {
    element,
    title: t("accounts"),
    end: () => {
      ended = true;
    },
    commit: (event) => {
      for (const row of rows) if (event.accountIds.includes(row.id)) void load2(row).catch(() => void 0);
    }
  };
}
var count = (found, severity) => found.filter((f) => f.severity === severity).length;
function compare(a, b) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}

// src/chart.ts
var stances = {
  CHAMPION: { key: "1", sign: "▲▲", light: "#1E7B4F", dark: "#63C795" },
  SUPPORTER: { key: "2", sign: "▲", light: "#3E8E68", dark: "#8AD4AE" },
  NEUTRAL: { key: "3", sign: "●", light: "#5B6B7B", dark: "#A9B7C4" },
  SCEPTIC: { key: "4", sign: "▼", light: "#A65A00", dark: "#E8A856" },
  DETRACTOR: { key: "5", sign: "▼▼", light: "#B3261E", dark: "#F08A82" },
  UNKNOWN: { key: "6", sign: "?", light: "#8894A0", dark: "#8894A0" }
};
var roleCodes = {
  DECIDER: "DE",
  APPROVER: "AP",
  VETO: "VE",
  SIGN_OFF: "SO",
  BUYER: "BU",
  USER: "US",
  INFLUENCER: "IF",
  GATEKEEPER: "GK",
  INITIATOR: "IN",
  INFORMED: "ID"
};
var dots = (seat) => Math.min(3, Math.max(0, ...seat.holders.map((h2) => h2.person.directDepth)));
function nameOf(seat) {
  const [first, ...others] = seat.holders;
  if (!first) return seat.vacantSince ? t("vacantSince", { day: day(seat.vacantSince) }) : t("vacant");
  return first.person.name + (others.length > 0 ? ` +${others.length}` : "");
}
var names = "Arial, Helvetica, 'Liberation Sans', sans-serif";
var ChartView = class {
  constructor(chart2) {
    this.chart = chart2;
    for (const seat of chart2.seats.nodes) this.seats.set(seat.positionId, seat);
    for (const box of chart2.layout.boxes) this.boxes.set(box.positionId, box);
    this.wires = strands(chart2.layout.wires);
    this.canvas.setAttribute("aria-hidden", "true");
    this.listen();
    this.observer.observe(this.canvas);
  }
  canvas = document.createElement("canvas");
  seats = /* @__PURE__ */ new Map();
  boxes = /* @__PURE__ */ new Map();
  selected = "";
  layers = /* @__PURE__ */ new Set();
  scale = 1;
  left = 0;
  top = 0;
  /** Called when the picture has moved or changed. */
  moved = () => {
  };
  wires = [];
  frame = 0;
  pulsing = /* @__PURE__ */ new Map();
  observer = new ResizeObserver(() => this.draw());
  end() {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }
  /** Shows everything, with room for what lies over the edges. */
  fit() {
    const { width, height } = this.chart.layout;
    const w = this.canvas.clientWidth, h2 = this.canvas.clientHeight;
    if (w === 0 || h2 === 0 || width === 0) return;
    this.scale = Math.min(1.5, (w - 32) / width, (h2 - 32) / height);
    this.left = (w - width * this.scale) / 2;
    this.top = Math.max(16, (h2 - height * this.scale) / 2);
    this.draw();
  }
  /** Zooms by a factor around a point of the canvas, its middle unless said. */
  zoom(by, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const scale = Math.min(3, Math.max(0.01, this.scale * by));
    this.left = x - (x - this.left) * scale / this.scale;
    this.top = y - (y - this.top) * scale / this.scale;
    this.scale = scale;
    this.draw();
  }
  pan(dx, dy) {
    this.left += dx;
    this.top += dy;
    this.draw();
  }
  /** Brings a seat into sight, large enough to be read. */
  show(id) {
    const b = this.boxes.get(id);
    if (!b) return;
    const w = this.canvas.clientWidth, h2 = this.canvas.clientHeight;
    if (this.scale * 11 < 9) this.scale = 1;
    const x = this.left + b.x * this.scale, y = this.top + b.y * this.scale;
    if (x < 8 || y < 8 || x + b.w * this.scale > w - 8 || y + b.h * this.scale > h2 - 8) {
      this.left = w / 2 - (b.x + b.w / 2) * this.scale;
      this.top = h2 / 2 - (b.y + b.h / 2) * this.scale;
    }
    this.draw();
  }
  /** Rings some seats for two seconds, for those who do not mind motion. */
  pulse(ids) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const id of ids) this.pulsing.set(id, performance.now() + 2e3);
    this.draw();
  }
  /** The seat at a point of the canvas. */
  at(x, y) {
    const px = (x - this.left) / this.scale, py = (y - this.top) / this.scale;
    for (const b of this.boxes.values()) {
      if (px >= b.x && px <= b.x + b.w && py >= b.y && py <= b.y + b.h) return b.positionId;
    }
    return "";
  }
  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
      this.moved();
    });
  }
  paint() {
    const g = this.canvas.getContext("2d");
    if (!g) return;
    const ratio = devicePixelRatio || 1;
    const w = this.canvas.clientWidth, h2 = this.canvas.clientHeight;
    if (this.canvas.width !== Math.round(w * ratio) || this.canvas.height !== Math.round(h2 * ratio)) {
      this.canvas.width = Math.round(w * ratio);
      this.canvas.height = Math.round(h2 * ratio);
    }
    const ink = colours(this.canvas);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = ink.ground;
    g.fillRect(0, 0, w, h2);
    g.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * this.left, ratio * this.top);
    const seen = { left: -this.left / this.scale, top: -this.top / this.scale, right: (w - this.left) / this.scale, bottom: (h2 - this.top) / this.scale };
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
  links(g, ink) {
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
  card(g, ink, b, seat, now) {
    const stance = seat.holders[0]?.person.stance ?? null;
    const look = stance && this.layers.has("stance") ? stances[stance] : void 0;
    const colour = look ? ink.isDark ? look.dark : look.light : ink.border;
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
    if (this.layers.has("points") && seat.holders.some((h2) => h2.person.singlePoint)) this.ring(g, b, ink.point, [4, 2.5]);
    const until = this.pulsing.get(b.positionId);
    if (until !== void 0) {
      if (until < now) this.pulsing.delete(b.positionId);
      else this.ring(g, b, ink.focus, []);
    }
    if (b.positionId === this.selected) this.ring(g, b, ink.focus, []);
    if (b.mark || 11 * this.scale < 6) return;
    this.words(g, ink, b, seat, colour, look?.sign ?? "");
  }
  words(g, ink, b, seat, colour, sign) {
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
  hatch(g, ink, b) {
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
  ring(g, b, colour, dash) {
    g.beginPath();
    g.roundRect(b.x - 3, b.y - 3, b.w + 6, b.h + 6, 6);
    g.strokeStyle = colour;
    g.lineWidth = Math.max(2, 1.5 / this.scale);
    g.setLineDash(dash);
    g.stroke();
    g.setLineDash([]);
  }
  listen() {
    let from = null;
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
};
var known = null;
function colours(canvas) {
  const isDark = document.documentElement.dataset["theme"] === "dark";
  const theme = isDark ? "dark" : "light";
  if (known?.theme === theme) return known.colours;
  const style = getComputedStyle(canvas);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const c = {
    isDark,
    ground: of("ground"),
    card: of("card"),
    text: of("text"),
    second: of("second"),
    line: of("line"),
    border: of("border"),
    sway: of("sway"),
    conflict: of("conflict"),
    cover: of("cover"),
    hatch: of("hatch"),
    point: of("point"),
    focus: of("focus"),
    pill: of("pill"),
    pillText: of("pill-text")
  };
  known = { theme, colours: c };
  return c;
}
function cut(g, text, room) {
  if (g.measureText(text).width <= room) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if (g.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low)}…`;
}
function strands(paths) {
  const out = [];
  for (let i = 0; i < paths.length; i += 100) {
    const s = { path: new Path2D(), left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
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
function reach(path) {
  const r = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const x = (v) => {
    r.left = Math.min(r.left, v);
    r.right = Math.max(r.right, v);
  };
  const y = (v) => {
    r.top = Math.min(r.top, v);
    r.bottom = Math.max(r.bottom, v);
  };
  for (const [, command = "", rest = ""] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = rest.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
    if (command !== command.toUpperCase()) return { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
    numbers.forEach((v, i) => command === "H" ? x(v) : command === "V" ? y(v) : i % 2 === 0 ? x(v) : y(v));
  }
  return r;
}
function legend(chart2, layers) {
  const out = [];
  const people = chart2.seats.nodes.flatMap((s) => s.holders.map((h2) => h2.person));
  if (layers.has("stance")) {
    const there = new Set(people.map((p) => p.stance));
    out.push(Object.keys(stances).filter((s) => there.has(s)).map((s) => `${stances[s]?.sign} ${term(s)}`).join("   "));
  }
  if (layers.has("coverage")) out.push(`●●● ${t("coverage")}   ▨ ${t("nobody")}`);
  if (layers.has("roles")) {
    const there = new Set(people.flatMap((p) => p.roles));
    out.push(Object.keys(roleCodes).filter((r) => there.has(r)).map((r) => `${roleCodes[r]} ${term(r)}`).join("   "));
  }
  if (layers.has("points") && people.some((p) => p.singlePoint)) out.push(`⬚ ${t("singlePoint")}`);
  return out.filter(Boolean);
}

// src/tree.ts
var most = 300;
var Tree = class {
  constructor(view, name, does) {
    this.view = view;
    this.does = does;
    this.element = h("div", { role: "tree", class: "tree", "aria-label": t("tree", { name }), "aria-describedby": "keys", onkeydown: (e) => this.key(e) });
    for (const seat of view.chart.seats.nodes) {
      this.order.push(seat.positionId);
      const up = seat.managerId ?? "";
      this.children.set(up, [...this.children.get(up) ?? [], seat.positionId]);
    }
    this.focus = this.order[0] ?? "";
  }
  element;
  focus = "";
  children = /* @__PURE__ */ new Map();
  order = [];
  typed = "";
  typedAt = 0;
  /** Puts elements over what is in sight, and over the focus and those around it. */
  sync() {
    const { view } = this;
    const w = view.canvas.clientWidth, hgt = view.canvas.clientHeight;
    const wanted = new Set(this.around(this.focus));
    for (const b of view.boxes.values()) {
      if (wanted.size >= most) break;
      const x = view.left + b.x * view.scale, y = view.top + b.y * view.scale;
      if (x < w && y < hgt && x + b.w * view.scale > 0 && y + b.h * view.scale > 0) wanted.add(b.positionId);
    }
    const there = /* @__PURE__ */ new Map();
    for (const item of this.element.children) there.set(item.dataset["id"] ?? "", item);
    for (const [id, item] of there) if (!wanted.has(id)) item.remove();
    let before = null;
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
      const next = before ? before.nextElementSibling : this.element.firstElementChild;
      if (next !== item) this.element.insertBefore(item, next);
      before = item;
    }
  }
  /** Gives a seat the focus. */
  go(id) {
    if (!this.view.boxes.has(id)) return;
    this.focus = id;
    this.view.show(id);
    this.sync();
    this.element.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  }
  item(id) {
    const seat = this.view.seats.get(id);
    const peers = this.children.get(seat.managerId ?? "") ?? [];
    return h("div", {
      role: "treeitem",
      class: "item",
      "data-id": id,
      "aria-label": this.view.boxes.get(id)?.label ?? "",
      "aria-level": seat.depth + 1,
      "aria-setsize": peers.length,
      "aria-posinset": peers.indexOf(id) + 1,
      "aria-expanded": seat.reports > 0 ? "true" : null,
      onclick: () => {
        this.go(id);
        this.does.open(id);
      },
      onfocus: () => {
        this.focus = id;
      }
    });
  }
  /** A seat with those above it, beside it and below it. */
  around(id) {
    const out = [id];
    for (let up = this.view.seats.get(id)?.managerId; up; up = this.view.seats.get(up)?.managerId) out.push(up);
    const beside = this.children.get(this.view.seats.get(id)?.managerId ?? "") ?? [];
    const at = beside.indexOf(id);
    return [...out, ...beside.slice(Math.max(0, at - 20), at + 20), ...(this.children.get(id) ?? []).slice(0, 40)].filter((x) => this.view.boxes.has(x));
  }
  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const seat = this.view.seats.get(this.focus);
    if (!seat) return;
    const beside = this.children.get(seat.managerId ?? "") ?? [];
    const at = beside.indexOf(this.focus);
    const steps = {
      ArrowUp: beside[at - 1] ?? seat.managerId ?? void 0,
      ArrowDown: beside[at + 1] ?? this.children.get(this.focus)?.[0],
      ArrowLeft: seat.managerId ?? void 0,
      ArrowRight: this.children.get(this.focus)?.[0],
      Home: this.order[0],
      End: this.order.at(-1)
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
  type(letter) {
    const now = performance.now();
    this.typed = (now - this.typedAt < 1e3 ? this.typed : "") + letter.toLowerCase();
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
};

// src/chartscreen.ts
async function chart(app2) {
  const s = new ChartScreen(app2, await load(app2));
  return { element: s.element, title: s.name, commit: (event) => s.commit(event), end: () => s.end() };
}
var load = (app2) => ask(accountChart, { account: app2.place.account, asOf: app2.place.asOf || null });
var ChartScreen = class {
  constructor(app2, data) {
    this.app = app2;
    const name = data.view.chart.account?.name ?? app2.place.account;
    this.name = `${t("chart")} · ${name}`;
    this.layers = new Set(app2.place.layers);
    this.revision = data.view.revision;
    [this.view, this.tree] = this.mount(data);
    const tool = (text, label, run) => h("button", { type: "button", "aria-label": label, title: label, onclick: run }, text);
    const toggles = allLayers.map((layer) => h("button", {
      type: "button",
      "aria-pressed": String(this.layers.has(layer)),
      onclick: (e) => {
        if (!this.layers.delete(layer)) this.layers.add(layer);
        e.currentTarget.setAttribute("aria-pressed", String(this.layers.has(layer)));
        this.app.note({ layers: allLayers.filter((l) => this.layers.has(l)) });
        this.mark();
        this.view.draw();
      }
    }, t(layer)));
    const query = new URLSearchParams({ account: app2.place.account });
    if (app2.place.asOf) query.set("asOf", app2.place.asOf);
    this.element = h(
      "section",
      { class: "chart", onkeydown: (e) => this.key(e) },
      h(
        "div",
        { class: "tools", role: "toolbar", "aria-label": t("layers") },
        h("h1", {}, h("span", { class: "unseen" }, `${t("chart")} · `), name),
        ...toggles,
        tool("−", t("zoomOut"), () => this.view.zoom(1 / 1.3)),
        tool("+", t("zoomIn"), () => this.view.zoom(1.3)),
        tool(t("fit"), t("fit"), () => this.view.fit()),
        h("a", { class: "button", href: `../export/orgchart.svg?${query}`, target: "_blank", rel: "noopener" }, t("exportSvg")),
        this.counts
      ),
      h("p", { id: "keys", class: "unseen" }, t("keys")),
      h("div", { class: "split" }, this.stage, this.drawer),
      h("details", { class: "legend", open: innerWidth > 700 }, h("summary", {}, t("legend")), this.signs)
    );
    this.element.addEventListener("theme", () => this.view.draw());
    this.mark();
    requestAnimationFrame(() => {
      this.view.fit();
      const seat = this.seatOf(app2.place.seat);
      if (seat) {
        this.tree.go(seat);
        void this.open(seat);
      }
    });
  }
  element;
  name;
  view;
  tree;
  stage = h("div", { class: "stage" });
  drawer = h("section", { class: "drawer", "aria-label": t("card"), hidden: true });
  signs = h("div", { class: "signs" });
  counts = h("span", { class: "counts" });
  layers;
  revision;
  author = "";
  coming = 0;
  end() {
    this.view.end();
  }
  /** Loads the chart again when a commit has touched it, and shows what it touched. */
  commit(event) {
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
  mount(data) {
    const view = new ChartView(data.view.chart);
    view.layers = this.layers;
    const tree = new Tree(view, data.view.chart.account?.name ?? "", {
      open: (id) => void this.open(id),
      stance: (id, key) => void this.judge(id, key),
      key: (e) => this.key(e)
    });
    view.moved = () => tree.sync();
    fill(this.stage, view.canvas, tree.element);
    tree.element.addEventListener("pointerdown", (e) => view.canvas.dispatchEvent(new PointerEvent("pointerdown", e)));
    tree.element.addEventListener("wheel", (e) => {
      e.preventDefault();
      view.canvas.dispatchEvent(new WheelEvent("wheel", e));
    }, { passive: false });
    const { total, vacant, layout } = data.view.chart;
    fill(this.counts, [t("seats", { n: total }), vacant > 0 ? t("vacantSeats", { n: vacant }) : "", ...layout.warnings].filter(Boolean).join(" · "));
    return [view, tree];
  }
  /** Puts a newer chart in the place of the one that is shown, where it was. */
  replace(data) {
    const { scale, left, top, selected } = this.view;
    const focus = this.tree.focus;
    const had = this.stage.contains(document.activeElement);
    this.view.end();
    this.revision = data.view.revision;
    [this.view, this.tree] = this.mount(data);
    Object.assign(this.view, { scale, left, top, selected: this.view.seats.has(selected) ? selected : "" });
    this.mark();
    this.view.draw();
    if (this.view.boxes.has(focus)) {
      this.tree.focus = focus;
      if (had) requestAnimationFrame(() => this.tree.go(focus));
    }
    if (!this.drawer.hidden && this.view.selected) void this.open(this.view.selected);
  }
  mark() {
    fill(this.signs, ...legend(this.view.chart, this.layers).map((line) => h("p", {}, line)));
  }
  /** The seat of an id, which may be that of somebody on it. */
  seatOf(id) {
    if (this.view.seats.has(id)) return id;
    return [...this.view.seats.values()].find((s) => s.holders.some((p) => p.person.personId === id))?.positionId ?? "";
  }
  key(e) {
    if (e.target instanceof HTMLInputElement || e.target instanceof HTMLSelectElement) return;
    const run = { "0": () => this.view.fit(), "+": () => this.view.zoom(1.3), "-": () => this.view.zoom(1 / 1.3), Escape: () => this.shut() };
    if (e.shiftKey && e.key.startsWith("Arrow")) {
      this.view.pan(e.key === "ArrowLeft" ? 80 : e.key === "ArrowRight" ? -80 : 0, e.key === "ArrowUp" ? 80 : e.key === "ArrowDown" ? -80 : 0);
      e.preventDefault();
      return;
    }
    const f = run[e.key];
    if (f) {
      f();
      e.preventDefault();
    }
  }
  shut() {
    this.drawer.hidden = true;
    this.view.selected = "";
    this.app.note({ seat: "" });
    this.view.draw();
    this.tree.go(this.tree.focus);
  }
  /** Opens the drawer of a seat and who sits there. */
  async open(id) {
    const seat = this.view.seats.get(id);
    if (!seat) return;
    this.view.selected = id;
    this.app.note({ seat: id });
    this.view.draw();
    const p = seat.holders[0]?.person;
    const editable = this.app.start.viewer.viewerCanEdit && this.app.place.asOf === "";
    const team = this.view.chart.team;
    const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
    const findings2 = this.view.chart.findings.filter((f) => seat.findingIds.includes(f.findingId));
    const more = h("div", {}), ways = h("div", {});
    const author = h("select", { onchange: (e) => {
      this.author = e.target.value;
    } }, h("option", { value: "" }, "…"), ...team.map((m) => h("option", { value: m.personId, selected: m.personId === this.author }, m.name)));
    fill(
      this.drawer,
      h("header", {}, h("h2", { tabindex: -1 }, nameOf(seat)), h("button", { type: "button", "aria-label": t("close"), onclick: () => this.shut() }, "✕")),
      h("p", { class: "second" }, [seat.title, seat.department].filter(Boolean).join(" · ")),
      ...findings2.slice(0, 4).map((f) => h("p", { class: `warn ${f.severity}` }, f.sentence)),
      p?.doNotContact ? h("p", { class: "warn S1" }, t("contactForbidden")) : null,
      p ? h("h3", {}, t("stance")) : null,
      p ? h("div", { class: "choice", role: "group", "aria-label": t("stance") }, ...Object.entries(stances).map(([s, look]) => h("button", { type: "button", disabled: !editable, "aria-pressed": String(p.stance === s), onclick: () => void this.judge(id, look.key) }, `${look.sign} ${term(s)}`))) : null,
      p && editable ? h("label", { class: "author" }, t("judgedBy"), " ", author) : null,
      p?.disputed ? h("p", { class: "second" }, t("disputed")) : null,
      p && p.roles.length > 0 ? h("h3", {}, t("roles")) : null,
      p && p.roles.length > 0 ? h("p", {}, p.roles.map((r) => term(r)).join(", ") + (p.key ? ` · ${t("key")}` : "")) : null,
      p ? h("h3", {}, t("knownBy")) : null,
      p ? h("ul", {}, ...p.knownBy.length > 0 ? p.knownBy.map((k) => h("li", {}, `${team.find((m) => m.personId === k.personId)?.name ?? k.personId}: ${term(k.band)}, ${k.working ? t("inTouch") : t("outOfTouch")}`)) : [h("li", {}, t("nobody"))]) : null,
      h("dl", {}, fact(t("reports"), String(seat.reports)), fact(t("below"), String(seat.below)), seat.managerState === "UNKNOWN" ? fact("", t("managerUnknown")) : null),
      more,
      p ? h("h3", {}, t("ways")) : null,
      p ? h("button", { type: "button", onclick: (e) => {
        e.currentTarget.hidden = true;
        void this.ways(p.personId, ways);
      } }, t("find")) : null,
      ways
    );
    this.drawer.hidden = false;
    this.view.show(id);
    if (p) {
      const data = await ask(personCard, { person: p.personId, asOf: this.app.place.asOf || null });
      const card = data.view.person;
      if (card && this.view.selected === id) {
        fill(more, h(
          "dl",
          {},
          ...card.emails.map((mail) => fact(t("mail"), mail)),
          card.location ? fact(t("place"), card.location) : null,
          ...card.holdings.map((x) => fact(t("seat"), [x.position.title, x.from ? t("since", { day: day(x.from) }) : ""].filter(Boolean).join(" ")))
        ));
      }
    }
  }
  async ways(person, into) {
    const found = (await ask(routes, { person, asOf: this.app.place.asOf || null })).view.introductions.introductions;
    fill(into, h("ul", {}, ...found.length > 0 ? found.map((r) => h("li", {}, r.sentence)) : [h("li", {}, t("noWay"))]));
  }
  /** Records a stance: it is seen at once, and taken back when the server refuses it. */
  async judge(id, key) {
    const seat = this.view.seats.get(id);
    const p = seat?.holders[0]?.person;
    const stance = Object.entries(stances).find(([, s]) => s.key === key)?.[0];
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
        options: { idempotencyKey: crypto.randomUUID(), expectedRevision: this.revision }
      });
      const revision = made.assess?.revision;
      this.app.say(t("saved", { name: p.name, stance: term(stance) }), revision ? { word: t("undo"), do: () => void this.takeBack(revision) } : void 0);
      if (this.view.selected === id) void this.open(id);
    } catch (e) {
      p.stance = was;
      this.view.draw();
      this.app.say(t("refused", { why: e instanceof ApiError ? e.message : String(e) }));
    }
  }
  async takeBack(revision) {
    try {
      await ask(undo, { revision });
      this.app.say(t("undone"));
    } catch (e) {
      this.app.say(t("refused", { why: e instanceof Error ? e.message : String(e) }));
    }
  }
};

// src/findings.ts
async function findings(app2) {
  const { account, asOf: asOf2 } = app2.place;
  const found = foundIn(await ask(accountState, { account, asOf: asOf2 || null }));
  const name = app2.start.view.accounts.nodes.find((a) => a.factId === account)?.name ?? account;
  const rows = found.map((f) => h(
    "li",
    { class: f.severity },
    h("span", { class: "severity" }, f.severity, " ", t(f.severity)),
    " ",
    h("a", { href: write({ ...app2.place, screen: "chart", seat: f.subjects[0]?.id ?? "" }) }, f.sentence),
    f.remedy ? h("p", { class: "remedy" }, "→ ", f.remedy.text) : null
  ));
  return {
    element: h("section", { class: "page" }, h("h1", {}, `${t("findings")} · ${name}`), rows.length > 0 ? h("ol", { class: "findings" }, ...rows) : h("p", {}, t("noFindings"))),
    title: `${t("findings")} · ${name}`,
    commit: (event) => {
      if (event.accountIds.includes(account)) app2.go({});
    }
  };
}

// src/log.ts
async function log2(app2) {
  const list = h("ol", { class: "log" });
  const older = h("button", { type: "button" }, t("older"));
  let before = null;
  const load2 = async () => {
    const { changes } = await ask(log, { before });
    for (const c of [...changes.nodes].reverse()) {
      list.append(h("li", {}, h("span", { class: "when" }, `${moment(c.at)} · ${c.actor ?? ""}`), ` ${c.reason ?? ""} `, h("span", { class: "when" }, t("moreChanges", { n: c.changes.totalCount }))));
    }
    before = changes.pageInfo.startCursor;
    older.hidden = !changes.pageInfo.hasPreviousPage;
  };
  older.addEventListener("click", () => void load2());
  await load2();
  return { element: h("section", { class: "page" }, h("h1", {}, t("log")), list, older), title: t("log"), commit: () => app2.go({}) };
}

// src/app.ts
var main = h("main", { id: "content", tabindex: -1 });
var nav = h("nav", { "aria-label": "kith" });
var toast = h("div", { class: "toast", role: "status" });
var banner = h("div", { class: "banner", role: "status" });
var screen = null;
var begun;
var turn = 0;
var quiet = 0;
function shell() {
  const theme = h("button", { type: "button", onclick: () => paint(document.documentElement.dataset["theme"] === "dark" ? "light" : "dark") });
  const paint = (to) => {
    document.documentElement.dataset["theme"] = to;
    theme.textContent = to === "dark" ? t("light") : t("dark");
    screen?.element.dispatchEvent(new Event("theme"));
  };
  paint(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const skip = h("a", { class: "skip", href: "#content", onclick: (e) => {
    e.preventDefault();
    main.focus();
  } }, t("skip"));
  document.body.replaceChildren(
    skip,
    h("header", {}, h("strong", {}, "kith"), h("span", { class: "where" }, begun.viewer.workspace), searchBox(), asOf(), theme),
    banner,
    h("div", { class: "body" }, nav, main),
    toast
  );
}
function searchBox() {
  const list = h("ul", { class: "hits", role: "listbox", id: "hits", "aria-label": t("search") });
  const input = h("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), role: "combobox", "aria-controls": "hits", "aria-expanded": "false", autocomplete: "off" });
  let last = 0;
  const clear = () => {
    fill(list);
    input.setAttribute("aria-expanded", "false");
  };
  input.addEventListener("input", async () => {
    const mine = ++last, text = input.value.trim();
    if (text.length < 2) return clear();
    try {
      const found = await ask(find, { text });
      if (mine !== last) return;
      fill(list, ...found.view.search.map((hit) => h("li", { role: "option" }, h("button", { type: "button", onclick: () => {
        clear();
        input.value = "";
        locate(hit.node.id);
      } }, hit.text))));
      if (found.view.search.length === 0) fill(list, h("li", { class: "none" }, t("noHits")));
      input.setAttribute("aria-expanded", "true");
    } catch (e) {
      failed(e);
    }
  });
  input.addEventListener("keydown", (e) => {
    if (e.key === "Escape") clear();
  });
  return h("div", { class: "search" }, input, list);
}
function locate(id) {
  const account = begun.view.accounts.nodes.find((a) => a.factId === id);
  if (account) app.go({ screen: "chart", account: id, seat: "" });
  else app.go({ screen: "chart", account: app.place.account || begun.view.accounts.nodes[0]?.factId || "", seat: id });
}
function asOf() {
  const input = h("input", { type: "date", "aria-label": t("asOf"), value: app.place.asOf || begun.view.asOf });
  input.addEventListener("change", () => app.go({ asOf: input.value === begun.view.asOf ? "" : input.value }));
  addEventListener("hashchange", () => {
    input.value = read(location.hash).asOf || begun.view.asOf;
  });
  return h("label", { class: "asof" }, t("asOf"), input);
}
var app = {
  get start() {
    return begun;
  },
  get place() {
    return read(location.hash);
  },
  go(to) {
    const next = write({ ...app.place, ...to });
    if (next === location.hash) void show();
    else location.hash = next;
  },
  note(to) {
    history.replaceState(null, "", write({ ...app.place, ...to }));
  },
  say(text, action) {
    const mine = ++quiet;
    const hush = () => {
      if (mine === quiet) fill(toast);
    };
    const button = action && h("button", { type: "button", onclick: () => {
      hush();
      action.do();
    } }, action.word);
    fill(toast, h("span", {}, text), button);
    const later = () => void setTimeout(() => toast.matches(":hover, :focus-within") ? later() : hush(), 1e4);
    later();
  }
};
function menu(place) {
  const account = place.account || begun.view.accounts.nodes[0]?.factId || "";
  const link = (name) => h("a", { href: write({ ...place, screen: name, account: name === "accounts" || name === "log" ? "" : account, seat: "" }), "aria-current": place.screen === name ? "page" : null }, t(name));
  fill(nav, link("accounts"), account ? link("chart") : null, account ? link("findings") : null, link("log"));
}
function failed(e) {
  if (e instanceof ApiError) app.say(t("refused", { why: e.message }));
  else app.say(t("failed", { why: String(e) }));
}
async function show() {
  const mine = ++turn;
  const place = app.place;
  menu(place);
  screen?.end?.();
  screen = null;
  fill(main, h("p", { class: "loading", role: "status" }, t("loading")));
  const past = place.asOf !== "" && place.asOf !== begun.view.asOf;
  try {
    const next = await { accounts, chart, findings, log: log2 }[place.screen](app);
    if (mine !== turn) return next.end?.();
    screen = next;
    document.title = `${next.title} · kith`;
    fill(main, past ? h("p", { class: "past" }, t("past"), " ", h("button", { type: "button", onclick: () => app.go({ asOf: "" }) }, t("today"))) : null, next.element);
  } catch (e) {
    if (mine !== turn) return;
    fill(main, h("p", { class: "failed", role: "alert" }, t("failed", { why: e instanceof Error ? e.message : String(e) }), " ", h("button", { type: "button", onclick: () => void show() }, t("again"))));
  }
}
async function begin() {
  try {
    begun = await ask(start, {});
  } catch (e) {
    document.body.replaceChildren(h("p", { class: "failed", role: "alert" }, t("failed", { why: e instanceof Error ? e.message : String(e) })));
    return;
  }
  shell();
  addEventListener("hashchange", () => void show());
  await show();
  let cut2 = false;
  await follow(commits, begun.view.revision, (d) => screen?.commit?.(d.changes), (yes) => {
    banner.textContent = yes ? "" : t("offline");
    if (yes && cut2) void show();
    cut2 = !yes;
  }, new AbortController().signal);
}
void begin();
