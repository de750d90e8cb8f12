// The org chart of an account, drawn as the server lays it out, and kept as it is: what
// anybody changes is asked for as a difference and drawn.
import { ask, follow } from './api';
import { graphql } from './gql';
import type { ResultOf } from './types';

const Accounts = graphql(`
  query Accounts { view { accounts(first: 1000, orderBy: NAME) { nodes { id name } } } }
`);

const Chart = graphql(`
  query Chart($account: ID!) {
    view {
      chart(of: { accountId: $account }) {
        revision
        account { name }
        seats(first: 10000) { nodes { ...Seat } }
        findings { findingId severity sentence }
        layout { ...Layout }
      }
    }
  }
  fragment Seat on ChartSeat {
    positionId
    title
    occupancy
    holders { person { name stance singleThreaded knownBy { personId } } }
  }
  fragment Layout on ChartLayout {
    width
    height
    boxes { positionId x y w h label }
    wires
    links { kind path width }
  }
`);

const Since = graphql(`
  query Since($account: ID!, $since: Revision!) {
    view {
      chart(of: { accountId: $account }) {
        revision
        changes(since: $since) { seats { ...Seat } removedSeatIds findings { findingId severity sentence } removedFindingIds }
        layout { ...Layout }
      }
    }
  }
`);

const Changes = graphql(`
  subscription Changes($account: ID!, $after: Revision!) { changes(accountId: $account, after: $after) { revision actor reason } }
`);

type Whole = NonNullable<ResultOf<typeof Chart>['view']['chart']>;
type Seat = Whole['seats']['nodes'][number];
type Finding = Whole['findings'][number];
type Layout = Whole['layout'];

// What is shown: the seats and findings by their ids, where they are drawn, and the
// revision of all that.
interface Shown { account: string; revision: string; seats: Map<string, Seat>; findings: Map<string, Finding>; layout: Layout }

async function load(account: string): Promise<Shown> {
  const { chart } = (await ask(Chart, { account })).view;
  return {
    account, revision: chart.revision, layout: chart.layout,
    seats: new Map(chart.seats.nodes.map((s) => [s.positionId, s])),
    findings: new Map(chart.findings.map((f) => [f.findingId, f])),
  };
}

// refresh brings what is shown up to date, and returns the seats that are not as they were.
async function refresh(shown: Shown): Promise<Set<string>> {
  const { chart } = (await ask(Since, { account: shown.account, since: shown.revision })).view;
  const { seats, removedSeatIds, findings, removedFindingIds } = chart.changes;
  for (const id of removedSeatIds) shown.seats.delete(id);
  for (const seat of seats) shown.seats.set(seat.positionId, seat);
  for (const id of removedFindingIds) shown.findings.delete(id);
  for (const finding of findings) shown.findings.set(finding.findingId, finding);
  shown.layout = chart.layout;
  shown.revision = chart.revision;
  return new Set(seats.map((s) => s.positionId));
}

const svg = 'http://www.w3.org/2000/svg';

function element(parent: Element, name: string, attributes: Record<string, string | number>, text = ''): Element {
  const made = parent.namespaceURI === svg || name === 'svg' ? document.createElementNS(svg, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return parent.appendChild(made);
}

const byId = (id: string): HTMLElement => document.getElementById(id) ?? document.body;

// shorten cuts a text that is wider than its box, at about half an em for a letter.
const shorten = (text: string, width: number, size: number): string => {
  const fits = Math.floor(width / (size * 0.52));
  return text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
};

function draw({ seats, layout, findings, revision }: Shown, fresh: Set<string>): void {
  const chart = byId('chart');
  chart.replaceChildren();
  const root = element(chart, 'svg', { viewBox: `-10 -10 ${layout.width + 20} ${layout.height + 20}`, role: 'list' });
  for (const d of layout.wires) element(root, 'path', { d, class: 'wire' });
  for (const link of layout.links) element(root, 'path', { d: link.path, class: `link ${link.kind}`, 'stroke-width': link.width });
  for (const { positionId, x, y, w, h, label } of layout.boxes) {
    const seat = seats.get(positionId);
    const person = seat?.holders[0]?.person;
    const box = element(root, 'g', {
      'data-seat': positionId, role: 'listitem', 'aria-label': label, transform: `translate(${x} ${y})`,
      class: `box ${person?.stance ?? ''} ${seat?.occupancy === 'VACANT' ? 'vacant' : ''} ${fresh.has(positionId) ? 'fresh' : ''}`,
    });
    element(box, 'title', {}, label);
    element(box, 'rect', { width: w, height: h, rx: 4 });
    element(box, 'rect', { class: 'stance', width: 4, height: h, rx: 2 });
    const known = person?.knownBy.length ?? 0;
    element(box, 'text', { x: 10, y: 14, class: 'name' }, shorten(person?.name ?? (seat?.occupancy === 'VACANT' ? 'Vacant' : 'Not known'), w - 34, 11));
    element(box, 'text', { x: 10, y: 27 }, shorten(seat?.title ?? '', w - 16, 10));
    if (known) element(box, 'text', { x: w - 6, y: 14, 'text-anchor': 'end', class: person?.singleThreaded ? 'single' : '' }, `◆${known}`);
  }
  const list = byId('findings');
  list.replaceChildren();
  for (const f of findings.values()) element(list, 'li', { class: f.severity }, f.sentence);
  byId('revision').textContent = `revision ${revision}`;
}

// show draws an account and follows it, until it is called again.
let stop = (): void => {};
async function show(account: string): Promise<void> {
  stop();
  const shown = await load(account);
  draw(shown, new Set());
  const variables = { account, after: shown.revision };
  let busy = false;
  let behind = false;
  // Events that come while a difference is on its way lead to one more.
  const update = async (): Promise<void> => {
    behind = true;
    if (busy) return;
    busy = true;
    try {
      while (behind) {
        behind = false;
        draw(shown, await refresh(shown));
      }
    } catch (error) {
      say(String(error));
    } finally {
      busy = false;
    }
  };
  stop = follow(Changes, variables, ({ changes }) => {
    variables.after = changes.revision;
    say([changes.actor, changes.reason].filter(Boolean).join(': '));
    void update();
  }, say);
}

const say = (text: string): void => { byId('said').textContent = text; };

const { view } = await ask(Accounts, {});
const choice = byId('account') as HTMLSelectElement;
for (const { id, name } of view.accounts.nodes) element(choice, 'option', { value: id }, name);
if (location.hash) choice.value = decodeURIComponent(location.hash.slice(1));
choice.addEventListener('change', () => void show(choice.value).catch((error) => say(String(error))));
await show(choice.value).catch((error) => say(String(error)));
